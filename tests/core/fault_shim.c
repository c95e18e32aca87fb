/* Stands between the program and the disk: counts, fails, ends the process, or writes a log.
   Loaded with LD_PRELOAD; armed from Python through ctypes. Only paths under a prefix count. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { OFF, COUNT, FAIL, CRASH, LOG };
static int mode = OFF, code, for_good, log_fd = -1;
static long at, seen;
static char prefix[PATH_MAX];

void shim_arm(const char *where, int how, long when, int number, int always, int fd) {
  snprintf(prefix, sizeof prefix, "%s", where);
  at = when; code = number; for_good = always; log_fd = fd; seen = 0; mode = how;
}
long shim_seen(void) { return seen; }

static void put(const void *data, size_t size) {
  const char *from = data;
  while (size) {
    long n = syscall(SYS_write, log_fd, from, size);
    if (n <= 0) _exit(99);
    from += n; size -= n;
  }
}
static void note(char op, const char *a, const char *b, int64_t offset, const void *data, uint32_t size) {
  if (mode != LOG) return;
  uint16_t la = strlen(a), lb = strlen(b);
  put(&op, 1); put(&la, 2); put(&lb, 2); put(&offset, 8); put(&size, 4);
  put(a, la); put(b, lb);
  if (data) put(data, size);
}
void shim_mark(long number) { note('m', "", "", number, NULL, 0); }

static int ours(const char *path) { return mode != OFF && !strncmp(path, prefix, strlen(prefix)); }
static int path_of(int fd, char *out) {
  char link[64];
  if (mode == OFF || fd == log_fd) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t n = readlink(link, out, PATH_MAX - 1);
  if (n < 0) return 0;
  out[n] = 0;
  return ours(out);
}
/* 0: go on; 1: fail now; 2: end now */
static int turn(void) {
  if (mode == OFF) return 0;
  seen++;
  int due = seen == at || (for_good && seen > at);
  if (mode == FAIL && due) { errno = code; return 1; }
  return mode == CRASH && due ? 2 : 0;
}
#define REAL(ret, name, ...) \
  static ret (*real)(__VA_ARGS__); \
  if (!real) real = (ret (*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

static int open_any(int (*real)(const char *, int, ...), const char *path, int flags, mode_t rights) {
  if (!ours(path) || !(flags & (O_CREAT | O_TRUNC))) return real(path, flags, rights);
  int fresh = access(path, F_OK) != 0;
  int kept = errno;
  if (!fresh && !(flags & O_TRUNC)) { errno = kept; return real(path, flags, rights); }
  int t = turn();
  if (t == 1) return -1;
  if (t == 2) _exit(9);
  int fd = real(path, flags, rights);
  if (fd >= 0) {
    if (fresh) note('c', path, "", 0, NULL, 0);
    else note('t', path, "", 0, NULL, 0);
  }
  return fd;
}
#define OPEN(name) \
  int name(const char *path, int flags, ...) { \
    REAL(int, #name, const char *, int, ...); \
    va_list list; va_start(list, flags); mode_t rights = va_arg(list, int); va_end(list); \
    return open_any(real, path, flags, rights); }
OPEN(open)
OPEN(open64)

static ssize_t write_any(int fd, const void *data, size_t size, off_t offset, int placed) {
  char path[PATH_MAX];
  int mine = path_of(fd, path);
  int t = mine ? turn() : 0;
  if (t == 1) return -1;
  size_t todo = t == 2 ? size / 2 : size;
  if (mine && !placed) offset = lseek(fd, 0, SEEK_CUR);
  ssize_t n = placed ? syscall(SYS_pwrite64, fd, data, todo, offset) : syscall(SYS_write, fd, data, todo);
  if (t == 2) _exit(9);
  if (mine && n > 0) note('w', path, "", offset, data, n);
  return n;
}
ssize_t write(int fd, const void *data, size_t size) { return write_any(fd, data, size, 0, 0); }
ssize_t pwrite(int fd, const void *data, size_t size, off_t offset) { return write_any(fd, data, size, offset, 1); }
ssize_t pwrite64(int fd, const void *data, size_t size, off_t offset) { return write_any(fd, data, size, offset, 1); }

static int truncate_any(int fd, off_t size) {
  char path[PATH_MAX];
  int mine = path_of(fd, path);
  int t = mine ? turn() : 0;
  if (t == 1) return -1;
  if (t == 2) _exit(9);
  int r = syscall(SYS_ftruncate, fd, size);
  if (mine && !r) note('t', path, "", size, NULL, 0);
  return r;
}
int ftruncate(int fd, off_t size) { return truncate_any(fd, size); }
int ftruncate64(int fd, off_t size) { return truncate_any(fd, size); }

static int sync_any(int fd, long call) {
  char path[PATH_MAX];
  int mine = path_of(fd, path);
  int t = mine ? turn() : 0;
  if (t == 1) return -1;
  if (t == 2) _exit(9);
  int r = syscall(call, fd);
  if (mine && !r) note('s', path, "", 0, NULL, 0);
  return r;
}
int fsync(int fd) { return sync_any(fd, SYS_fsync); }
int fdatasync(int fd) { return sync_any(fd, SYS_fdatasync); }

int rename(const char *from, const char *to) {
  REAL(int, "rename", const char *, const char *);
  int t = ours(from) ? turn() : 0;
  if (t == 1) return -1;
  if (t == 2) _exit(9);
  int r = real(from, to);
  if (!r && ours(from)) note('r', from, to, 0, NULL, 0);
  return r;
}
int unlink(const char *path) {
  REAL(int, "unlink", const char *);
  int t = ours(path) ? turn() : 0;
  if (t == 1) return -1;
  if (t == 2) _exit(9);
  int r = real(path);
  if (!r && ours(path)) note('u', path, "", 0, NULL, 0);
  return r;
}
int link(const char *from, const char *to) {
  REAL(int, "link", const char *, const char *);
  int t = ours(from) ? turn() : 0;
  if (t == 1) return -1;
  if (t == 2) _exit(9);
  return real(from, to);
}
