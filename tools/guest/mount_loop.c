// SPDX-License-Identifier: GPL-2.0-only
/*
 * /init of a guest (User-mode Linux) for `vitro bench fs`: mounts, walks and unmounts /dev/ubda for ten seconds, says how often, and
 * turns the machine off. It looks at what a harness looks at.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <time.h>
#include <unistd.h>

enum { SECONDS = 10 };

static char buffer[65536];

static void walk(int at, const char *name);

static void look_at(int directory, const char *name)
{
	struct stat stat;
	int fd;

	if (fstatat(directory, name, &stat, AT_SYMLINK_NOFOLLOW))
		return;
	if (S_ISDIR(stat.st_mode))
		walk(directory, name);
	else if (S_ISLNK(stat.st_mode))
		readlinkat(directory, name, buffer, sizeof(buffer));
	if (!S_ISREG(stat.st_mode))
		return;
	fd = openat(directory, name, O_RDONLY);
	flistxattr(fd, buffer, sizeof(buffer));
	while (read(fd, buffer, sizeof(buffer)) > 0)
		;
	close(fd);
}

static void walk(int at, const char *name)
{
	int fd = openat(at, name, O_RDONLY | O_DIRECTORY);
	DIR *directory = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *entry;

	while (directory && (entry = readdir(directory)))
		if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, ".."))
			look_at(fd, entry->d_name);
	if (directory)
		closedir(directory);
}

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
	const char *type = argc > 1 ? argv[1] : "ext4";
	double began, seconds;
	int count = 0;

	mount("none", "/dev", "devtmpfs", 0, NULL);
	began = now();
	do {
		if (mount("/dev/ubda", "/mnt", type, MS_RDONLY, NULL)) {
			perror("mount");
			break;
		}
		walk(AT_FDCWD, "/mnt");
		if (umount("/mnt"))
			perror("umount");
		count++;
		seconds = now() - began;
	} while (seconds < SECONDS);
	printf("\nmounted %d times in %.3f seconds\n", count, now() - began);
	fflush(stdout);
	return reboot(RB_POWER_OFF);
}
