/* The chain's digests, against libsodium's BLAKE2b fed by hand: what an auditor would write. */
#include "store/chain.h"
#include "support.h"

#include <sodium.h>

static const unsigned char salt[16] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};

static void digests_salt_and_content(void **state)
{
    unsigned char bytes[16 + 7], expected[32];
    (void)state;
    memcpy(bytes, salt, 16);
    memcpy(bytes + 16, "{\"a\":1}", 7);
    (void)crypto_generichash(expected, sizeof expected, bytes, sizeof bytes, NULL, 0);
    struct digest digest = chain_digest(salt, TEXT("{\"a\":1}"));
    assert_memory_equal(expected, digest.bytes, 32);
}

static void hashes_numbers_as_eight_bytes(void **state)
{
    unsigned char bytes[32 + 24 + 32], expected[32];
    (void)state;
    memset(bytes, 0xaa, 32);
    memcpy(bytes + 32, "\0\0\0\0\0\0\x01\x02", 8);             /* subject 258 */
    memcpy(bytes + 40, "\0\0\0\0\0\0\0\x03", 8);               /* seq 3 */
    memcpy(bytes + 48, "\xff\xff\xff\xff\xff\xff\xff\xfe", 8); /* recorded -2 */
    memset(bytes + 56, 0xbb, 32);
    (void)crypto_generichash(expected, sizeof expected, bytes, sizeof bytes, NULL, 0);
    struct digest previous, digest;
    memset(previous.bytes, 0xaa, 32);
    memset(digest.bytes, 0xbb, 32);
    struct digest hash = chain_hash(&previous, 258, 3, -2, &digest);
    assert_memory_equal(expected, hash.bytes, 32);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(digests_salt_and_content),
        cmocka_unit_test(hashes_numbers_as_eight_bytes),
    };
    return sodium_init() < 0 ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
