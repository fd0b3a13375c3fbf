/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What fs/sysfs does for the attributes of one class of devices: they are found by a path, and who removes one waits until
 * those who read and write it are through. There is nothing in a filesystem.
 */
#ifndef VITRO_ATTRIBUTES_H
#define VITRO_ATTRIBUTES_H

#include <linux/device.h>

/**
 * vitro_attributes_watch() - from now on the devices of @dev's class have attributes, @dev, too
 *
 * Return: 0 or -errno. Once, at set-up.
 */
int vitro_attributes_watch(struct device *dev);

/**
 * vitro_attribute_store() - open, write @text and close
 * @path:	the device's name, a slash, the attribute's
 *
 * Return: what store() returned; -ENODEV when there is no such attribute (any more).
 */
ssize_t vitro_attribute_store(const char *path, const char *text);

/**
 * vitro_attribute_show() - open, read from the start and close
 * @text:	gets what was read, as far as it fits, always terminated
 *
 * Return: what show() returned, or -ENODEV.
 */
ssize_t vitro_attribute_show(const char *path, char *text, size_t size);

#endif
