/* The address of a Unix socket. A path that is too long for one is reached through its folder, opened:
 * /proc/self/fd/N/NAME. */
#ifndef CASEWAY_HTTP_UNIX_PATH_H
#define CASEWAY_HTTP_UNIX_PATH_H

#include "base/error.h"

#include <sys/un.h>

/* Fills ADDRESS. FOLDER is to be closed by unix_path_release() once the address is used; ERROR names PATH. */
enum status unix_path_resolve(const char *path, struct sockaddr_un *address, int *folder,
                              struct error *error);
void unix_path_release(int folder);

/* A socket connected to PATH, close-on-exec. STATUS_NOT_FOUND: there is none, or nobody listens there. */
enum status unix_path_connect(const char *path, int *connected, struct error *error);

#endif
