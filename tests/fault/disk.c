#include "disk.h"

#include "base/random.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_COUNT = 8, PATH_SIZE = 256, SECTOR = 512 };

/* A write or a truncation that was not synced. SIZE is -1 for a truncation to OFFSET. */
struct change {
    struct change *next;
    int64_t offset, size;
    unsigned char bytes[];
};

/* A file by its path, whether it is open or not. */
struct image {
    char path[PATH_SIZE]; /* empty: not in use */
    bool there;           /* would be in its folder after a cut */
    unsigned char *bytes; /* durable */
    int64_t size;
    struct change *first, **last; /* not yet durable, oldest first */
};

struct shim {
    sqlite3_file base;
    struct image *image; /* NULL: not one that is watched */
    sqlite3_file real;   /* last: the real one's own bytes follow */
};

static struct disk_plan plan;
static uint64_t counted;
static bool failing;
static struct image images[FILE_COUNT];

/* --- what is durable --- */

static void forget_changes(struct image *image)
{
    while (image->first) {
        struct change *next = image->first->next;
        free(image->first);
        image->first = next;
    }
    image->last = &image->first;
}

static void forget(struct image *image)
{
    forget_changes(image);
    free(image->bytes);
    *image = (struct image){0};
}

static void resize(struct image *image, int64_t size)
{
    image->bytes = realloc(image->bytes, (size_t)size + 1);
    if (size > image->size) {
        memset(image->bytes + image->size, 0, (size_t)(size - image->size));
    }
    image->size = size;
}

static void make_durable(struct image *image, const struct change *change, int64_t size)
{
    if (change->size < 0) {
        resize(image, change->offset);
        return;
    }
    if (change->offset + size > image->size) {
        resize(image, change->offset + size);
    }
    memcpy(image->bytes + change->offset, change->bytes, (size_t)size);
}

static void make_all_durable(struct image *image)
{
    for (const struct change *change = image->first; change; change = change->next) {
        make_durable(image, change, change->size);
    }
    forget_changes(image);
    image->there = true;
}

static void remember(struct image *image, int64_t offset, const void *bytes, int64_t size)
{
    struct change *change = malloc(sizeof *change + (size_t)(size > 0 ? size : 0));
    *change = (struct change){.offset = offset, .size = size};
    if (size > 0) {
        memcpy(change->bytes, bytes, (size_t)size);
    }
    *image->last = change;
    image->last = &change->next;
}

static void read_image(struct image *image)
{
    FILE *file = fopen(image->path, "rb");
    image->there = file;
    if (file) {
        (void)fseek(file, 0, SEEK_END);
        resize(image, ftell(file));
        rewind(file);
        image->size = (int64_t)fread(image->bytes, 1, (size_t)image->size, file);
        (void)fclose(file);
    }
}

static struct image *image_of(const char *path, bool make)
{
    struct image *empty = NULL;
    for (size_t i = 0; i < FILE_COUNT; i++) {
        if (strcmp(images[i].path, path) == 0) {
            return &images[i];
        }
        empty = images[i].path[0] || empty ? empty : &images[i];
    }
    if (!make || !empty) {
        return NULL;
    }
    (void)snprintf(empty->path, sizeof empty->path, "%s", path);
    empty->last = &empty->first;
    read_image(empty);
    return empty;
}

static void keep_some(struct image *image, const struct random *random)
{
    for (const struct change *change = image->first; change; change = change->next) {
        switch (random_below(random, 3)) {
        case 0:
            make_durable(image, change, change->size);
            break;
        case 1: /* torn, between sectors */
            if (change->size > SECTOR) {
                make_durable(image, change,
                             SECTOR * (int64_t)random_below(random, (uint64_t)change->size / SECTOR));
            }
            break;
        default:
            break;
        }
    }
    image->there = image->there || (image->first && random_below(random, 2));
}

void disk_cut_power(enum disk_survivors survivors, uint64_t seed)
{
    struct random_seeded seeded;
    struct random random = random_of_seed(&seeded, seed);
    for (size_t i = 0; i < FILE_COUNT; i++) {
        struct image *image = &images[i];
        if (!image->path[0]) {
            continue;
        }
        if (survivors == DISK_ALL) {
            make_all_durable(image);
        } else if (survivors == DISK_SOME) {
            keep_some(image, &random);
        }
        (void)remove(image->path);
        FILE *file = image->there ? fopen(image->path, "wb") : NULL;
        if (file && image->size > 0) {
            (void)fwrite(image->bytes, 1, (size_t)image->size, file);
        }
        if (file) {
            (void)fclose(file);
        }
        forget(image);
    }
}

/* --- failing --- */

void disk_start(const struct disk_plan *new_plan)
{
    for (size_t i = 0; i < FILE_COUNT; i++) {
        forget(&images[i]);
    }
    plan = *new_plan;
    counted = 0;
    failing = false;
}

bool disk_failed(void)
{
    return plan.fail_at != 0 && counted >= plan.fail_at;
}

/* 0, or what the operation fails with. */
static int outcome(enum disk_operation operation, int code)
{
    if (failing) {
        return code;
    }
    if (!(plan.operations & operation) || ++counted != plan.fail_at) {
        return SQLITE_OK;
    }
    failing = plan.for_good;
    return plan.code ? plan.code : code;
}

/* --- files --- */

static struct shim *shim_of(sqlite3_file *file)
{
    return (struct shim *)(void *)file;
}

static sqlite3_file *real_of(sqlite3_file *file)
{
    return &shim_of(file)->real;
}

static int file_close(sqlite3_file *file)
{
    sqlite3_file *real = real_of(file);
    return real->pMethods ? real->pMethods->xClose(real) : SQLITE_OK;
}

static int file_read(sqlite3_file *file, void *bytes, int size, sqlite3_int64 offset)
{
    int code = shim_of(file)->image ? outcome(DISK_READ, SQLITE_IOERR_READ) : SQLITE_OK;
    return code ? code : real_of(file)->pMethods->xRead(real_of(file), bytes, size, offset);
}

static int file_write(sqlite3_file *file, const void *bytes, int size, sqlite3_int64 offset)
{
    struct image *image = shim_of(file)->image;
    int code = image ? outcome(DISK_WRITE, SQLITE_IOERR_WRITE) : SQLITE_OK;
    if (image && (!code || failing)) { /* the write that the cut comes in may be there in part */
        remember(image, offset, bytes, size);
    }
    return code ? code : real_of(file)->pMethods->xWrite(real_of(file), bytes, size, offset);
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 size)
{
    struct image *image = shim_of(file)->image;
    int code = image ? outcome(DISK_TRUNCATE, SQLITE_IOERR_TRUNCATE) : SQLITE_OK;
    if (image && !code) {
        remember(image, size, NULL, -1);
    }
    return code ? code : real_of(file)->pMethods->xTruncate(real_of(file), size);
}

static int file_sync(sqlite3_file *file, int flags)
{
    struct image *image = shim_of(file)->image;
    (void)flags;
    int code = image ? outcome(DISK_SYNC, SQLITE_IOERR_FSYNC) : SQLITE_OK;
    if (image && !code) {
        make_all_durable(image);
    }
    return code;
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size)
{
    return real_of(file)->pMethods->xFileSize(real_of(file), size);
}

static int file_lock(sqlite3_file *file, int level)
{
    return real_of(file)->pMethods->xLock(real_of(file), level);
}

static int file_unlock(sqlite3_file *file, int level)
{
    return real_of(file)->pMethods->xUnlock(real_of(file), level);
}

static int file_check_lock(sqlite3_file *file, int *held)
{
    return real_of(file)->pMethods->xCheckReservedLock(real_of(file), held);
}

static int file_control(sqlite3_file *file, int operation, void *argument)
{
    return real_of(file)->pMethods->xFileControl(real_of(file), operation, argument);
}

static int file_sector_size(sqlite3_file *file)
{
    return real_of(file)->pMethods->xSectorSize(real_of(file));
}

static int file_characteristics(sqlite3_file *file)
{
    return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
}

static int file_shm_map(sqlite3_file *file, int page, int size, int extend, void volatile **at)
{
    return real_of(file)->pMethods->xShmMap(real_of(file), page, size, extend, at);
}

static int file_shm_lock(sqlite3_file *file, int offset, int count, int flags)
{
    return real_of(file)->pMethods->xShmLock(real_of(file), offset, count, flags);
}

static void file_shm_barrier(sqlite3_file *file)
{
    real_of(file)->pMethods->xShmBarrier(real_of(file));
}

static int file_shm_unmap(sqlite3_file *file, int remove_it)
{
    return real_of(file)->pMethods->xShmUnmap(real_of(file), remove_it);
}

static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = file_close,
    .xRead = file_read,
    .xWrite = file_write,
    .xTruncate = file_truncate,
    .xSync = file_sync,
    .xFileSize = file_size,
    .xLock = file_lock,
    .xUnlock = file_unlock,
    .xCheckReservedLock = file_check_lock,
    .xFileControl = file_control,
    .xSectorSize = file_sector_size,
    .xDeviceCharacteristics = file_characteristics,
    .xShmMap = file_shm_map,
    .xShmLock = file_shm_lock,
    .xShmBarrier = file_shm_barrier,
    .xShmUnmap = file_shm_unmap,
};

/* --- the file system --- */

static sqlite3_vfs *machine(void)
{
    return sqlite3_vfs_find("unix");
}

static int vfs_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *out_flags)
{
    const int watched = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL;
    struct shim *shim = shim_of(file);
    (void)vfs;
    *shim = (struct shim){0};
    int code = flags & watched ? outcome(DISK_OPEN, SQLITE_CANTOPEN) : SQLITE_OK;
    if (!code && path && flags & watched) {
        shim->image = image_of(path, true);
    }
    if (!code) {
        code = machine()->xOpen(machine(), path, &shim->real, flags, out_flags);
    }
    shim->base.pMethods = code ? NULL : &methods;
    return code;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *path, int sync_folder)
{
    struct image *image = image_of(path, false);
    (void)vfs;
    (void)sync_folder;
    int code = image ? outcome(DISK_DELETE, SQLITE_IOERR_DELETE) : SQLITE_OK;
    if (!code && image) {
        forget(image);
    }
    return code ? code : machine()->xDelete(machine(), path, 0);
}

static int vfs_access(sqlite3_vfs *vfs, const char *path, int flags, int *answer)
{
    (void)vfs;
    return machine()->xAccess(machine(), path, flags, answer);
}

static int vfs_full_path(sqlite3_vfs *vfs, const char *path, int size, char *out)
{
    (void)vfs;
    return machine()->xFullPathname(machine(), path, size, out);
}

static int vfs_randomness(sqlite3_vfs *vfs, int size, char *out)
{
    (void)vfs;
    return machine()->xRandomness(machine(), size, out);
}

static int vfs_sleep(sqlite3_vfs *vfs, int microseconds)
{
    (void)vfs;
    (void)microseconds;
    return 0;
}

static int vfs_time(sqlite3_vfs *vfs, double *days)
{
    (void)vfs;
    return machine()->xCurrentTime(machine(), days);
}

void disk_register(void)
{
    static sqlite3_vfs vfs = {.iVersion = 1,
                              .zName = DISK_NAME,
                              .xOpen = vfs_open,
                              .xDelete = vfs_delete,
                              .xAccess = vfs_access,
                              .xFullPathname = vfs_full_path,
                              .xRandomness = vfs_randomness,
                              .xSleep = vfs_sleep,
                              .xCurrentTime = vfs_time};
    vfs.szOsFile = (int)sizeof(struct shim) + machine()->szOsFile;
    vfs.mxPathname = machine()->mxPathname;
    (void)sqlite3_vfs_register(&vfs, 0);
}
