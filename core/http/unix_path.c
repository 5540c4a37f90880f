#include "http/unix_path.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static enum status open_folder(const char *path, const char *name, int *folder, struct error *error)
{
    char text[4096];
    size_t size = (size_t)(name - path);
    if (size >= sizeof text) {
        return error_set(error, STATUS_LIMIT, "The path of the site's socket is too long: %.100s…", path);
    }
    memcpy(text, path, size);
    text[size] = '\0';
    *folder = open(text, O_PATH | O_DIRECTORY | O_CLOEXEC);
    return *folder >= 0 ? STATUS_OK
                        : error_set(error, status_of_errno(errno), "The folder %s cannot be opened: %s", text,
                                    strerror(errno));
}

enum status unix_path_resolve(const char *path, struct sockaddr_un *address, int *folder, struct error *error)
{
    *address = (struct sockaddr_un){.sun_family = AF_UNIX};
    *folder = -1;
    size_t size = strlen(path);
    if (size < sizeof address->sun_path) {
        memcpy(address->sun_path, path, size + 1);
        return STATUS_OK;
    }
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    if (!slash || strlen(name) > sizeof address->sun_path / 2) {
        return error_set(error, STATUS_LIMIT, "The name of the site's socket is too long: %.100s…", name);
    }
    enum status status = open_folder(path, name, folder, error);
    if (status == STATUS_OK) {
        snprintf(address->sun_path, sizeof address->sun_path, "/proc/self/fd/%d/%.54s", *folder, name);
    }
    return status;
}

void unix_path_release(int folder)
{
    if (folder >= 0) {
        close(folder);
    }
}

enum status unix_path_connect(const char *path, int *connected, struct error *error)
{
    struct sockaddr_un address;
    int folder;
    enum status status = unix_path_resolve(path, &address, &folder, error);
    if (status != STATUS_OK) {
        return status;
    }
    int made = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (made < 0 || connect(made, (const struct sockaddr *)&address, sizeof address)) {
        int code = errno;
        bool nobody = code == ENOENT || code == ENOTDIR || code == ECONNREFUSED;
        status = nobody ? error_set(error, STATUS_NOT_FOUND, "No server answers on %s", path)
                        : error_set(error, status_of_errno(code), "%s cannot be connected to: %s", path,
                                    strerror(code));
        if (made >= 0) {
            close(made);
        }
    } else {
        *connected = made;
    }
    unix_path_release(folder);
    return status;
}
