/* Linked once with each room, whole, and only with what its arrows allow: that it links is the proof. */
int main(void)
{
    return 0;
}
