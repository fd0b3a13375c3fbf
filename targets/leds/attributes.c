// SPDX-License-Identifier: GPL-2.0-only
/*
 * The kernel is configured without sysfs, whose part in the life of a driver is this: an operation holds its attribute active
 * (kernfs_get_active()), and device_remove_groups() and device_del() come back when nobody does (kernfs_drain()).
 * Both are as atomic, and as ordering, as kernfs makes them. Groups of a class come when its interfaces are told of a device,
 * a little later than in device_add(), and go a little earlier than in device_del(). No group has a name.
 */
#include <linux/atomic.h>
#include <linux/device.h>
#include <linux/rculist.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/sysfs.h>
#include <linux/version.h>
#include <linux/wait.h>

#include "attributes.h"

#define DEACTIVATED (INT_MIN + 1)

struct entry {
	struct list_head list;
	struct rcu_head rcu;
	struct kobject *kobject;
	struct attribute *attribute;
	struct bin_attribute *binary; /* what @attribute is in, or NULL */
	atomic_t active;
	char path[64];
};

static LIST_HEAD(entries);
static DEFINE_SPINLOCK(entries_lock); /* against others who change them */
static DECLARE_WAIT_QUEUE_HEAD(drained);
static struct class_interface interface; /* of the class that is watched */

/* ---- What is there ---- */

static void add(struct device *dev, struct attribute *attribute, struct bin_attribute *binary)
{
	struct entry *entry = kzalloc(sizeof(*entry), GFP_KERNEL | __GFP_NOFAIL);

	entry->kobject = &dev->kobj;
	entry->attribute = attribute;
	entry->binary = binary;
	scnprintf(entry->path, sizeof(entry->path), "%s/%s", dev_name(dev), attribute->name);
	spin_lock(&entries_lock);
	list_add_tail_rcu(&entry->list, &entries);
	spin_unlock(&entries_lock);
}

/* Any of the device's when @attribute is NULL. */
static struct entry *take_out(const struct device *dev, const struct attribute *attribute)
{
	struct entry *entry;

	spin_lock(&entries_lock);
	list_for_each_entry(entry, &entries, list)
		if (entry->kobject == &dev->kobj && (!attribute || entry->attribute == attribute)) {
			list_del_rcu(&entry->list);
			spin_unlock(&entries_lock);
			return entry;
		}
	spin_unlock(&entries_lock);
	return NULL;
}

static bool remove(const struct device *dev, const struct attribute *attribute)
{
	struct entry *entry = take_out(dev, attribute);

	if (!entry)
		return false;
	atomic_add(DEACTIVATED, &entry->active);
	wait_event(drained, atomic_read(&entry->active) == DEACTIVATED);
	kfree_rcu(entry, rcu);
	return true;
}

static void add_group(struct device *dev, const struct attribute_group *group)
{
	struct bin_attribute **binary;
	struct attribute **attribute;
	int i;

	for (i = 0, attribute = group->attrs; attribute && attribute[i]; i++)
		if (!group->is_visible || group->is_visible(&dev->kobj, attribute[i], i))
			add(dev, attribute[i], NULL);
	for (binary = group->bin_attrs; binary && *binary; binary++)
		add(dev, &(*binary)->attr, *binary);
}

static void remove_group(struct device *dev, const struct attribute_group *group)
{
	struct bin_attribute **binary;
	struct attribute **attribute;

	for (attribute = group->attrs; attribute && *attribute; attribute++)
		remove(dev, *attribute);
	for (binary = group->bin_attrs; binary && *binary; binary++)
		remove(dev, &(*binary)->attr);
}

int device_add_groups(struct device *dev, const struct attribute_group **groups)
{
	for (; dev->class == interface.class && groups && *groups; groups++)
		add_group(dev, *groups);
	return 0;
}

void device_remove_groups(struct device *dev, const struct attribute_group **groups)
{
	for (; dev->class == interface.class && groups && *groups; groups++)
		remove_group(dev, *groups);
}

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 4, 0)
#define INTERFACE_DEVICE struct device *dev
#else
#define INTERFACE_DEVICE struct device *dev, struct class_interface *unused
#endif

static int device_comes(INTERFACE_DEVICE)
{
	return device_add_groups(dev, dev->class->dev_groups);
}

/* What a trigger that came too late has added goes with the directory (kobject_del()). */
static void device_goes(INTERFACE_DEVICE)
{
	device_remove_groups(dev, dev->class->dev_groups);
	while (remove(dev, NULL))
		;
}

int vitro_attributes_watch(struct device *dev)
{
	interface.class = dev->class;
	interface.add_dev = device_comes;
	interface.remove_dev = device_goes;
	return class_interface_register(&interface);
}

/* ---- Operations ---- */

static struct entry *get_active(const char *path)
{
	struct entry *entry, *found = NULL;

	rcu_read_lock();
	list_for_each_entry_rcu(entry, &entries,
				list) if (!strcmp(entry->path, path) &&
					  atomic_inc_unless_negative(&entry->active))
	{
		found = entry;
		break;
	}
	rcu_read_unlock();
	return found;
}

/* Behind the count it may be freed. */
static void put_active(struct entry *entry)
{
	if (atomic_dec_return(&entry->active) == DEACTIVATED)
		wake_up_all(&drained);
}

static ssize_t store(const struct entry *entry, char *buffer, size_t size)
{
	if (entry->binary)
		return entry->binary->write(NULL, entry->kobject, entry->binary, buffer, 0, size);
	return entry->kobject->ktype->sysfs_ops->store(entry->kobject, entry->attribute, buffer,
						       size);
}

static ssize_t show(const struct entry *entry, char *page)
{
	if (entry->binary)
		return entry->binary->read(NULL, entry->kobject, entry->binary, page, 0, PAGE_SIZE);
	return entry->kobject->ktype->sysfs_ops->show(entry->kobject, entry->attribute, page);
}

ssize_t vitro_attribute_store(const char *path, const char *text)
{
	struct entry *entry = get_active(path);
	size_t size = strlen(text);
	char *buffer;
	ssize_t result;

	if (!entry)
		return -ENODEV;
	buffer = kmemdup_nul(text, size, GFP_KERNEL | __GFP_NOFAIL);
	result = store(entry, buffer, size);
	kfree(buffer);
	put_active(entry);
	return result;
}

ssize_t vitro_attribute_show(const char *path, char *text, size_t size)
{
	struct entry *entry = get_active(path);
	char *page;
	ssize_t result;

	if (!entry)
		return -ENODEV;
	page = kzalloc(PAGE_SIZE, GFP_KERNEL | __GFP_NOFAIL);
	result = show(entry, page);
	strscpy(text, page, size);
	kfree(page);
	put_active(entry);
	return result;
}
