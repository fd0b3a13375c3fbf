#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
#
#   make-ntfs-log.py IMAGE [old] [v2] [wrap] [tail]
#
# Gives a volume that mkntfs made, and ntfscp put files into, a $LogFile that has to be replayed: the volume becomes what it was before some
# changes, which the log has; and the log has some that were not committed, to be done and undone. After the replay it is as it was. old: the
# tables of a checkpoint as 32-bit systems wrote them; v2: version 2.0; wrap: the log goes on at its beginning; tail: its last page is only
# where copies of last pages are.
import struct
import sys

from ntfs import BITMAP, DATA, INDEX, Volume
from ntfs_changes import BITMAP_FILE, BLOCK, EXTEND, MFT, QUOTA, ROOT, SECURE, Changes
from ntfs_log import ALLOCATED, PAGE, RESTART, TABLE_HEADER, Log, operation, table

LOG_FILE = 2
NOOP, COMPENSATION, DIRTY_CLUSTERS, HOT_FIX = 0, 1, 0x0a, 0x17
END_ACTION, PREPARE, COMMIT, FORGET, OPEN = 0x18, 0x19, 0x1a, 0x1b, 0x1c
OPEN_DUMP, NAMES_DUMP, PAGES_DUMP, TRANSACTIONS_DUMP = 0x1d, 0x1e, 0x1f, 0x20
EARLY, FIRST, SECOND, LATE, TABLES, MORE = (TABLE_HEADER + 0x28 * i for i in range(6))  # transactions
MFT_DATA, MFT_BITMAP, CLUSTERS, ROOT_INDEX = (MFT, DATA, ""), (MFT, BITMAP, ""), (BITMAP_FILE, DATA, ""), (ROOT, INDEX, "$I30")
kinds = set(sys.argv[2:])
old = "old" in kinds
volume = Volume(sys.argv[1])
log_clusters = volume.record(LOG_FILE).attribute(DATA).clusters()
log = Log(len(log_clusters) * volume.cluster // PAGE * PAGE, 2 if "v2" in kinds else 1, "wrap" in kinds)
changes = Changes(volume)
files = volume.files()
small = [file.number for file in files if file.attribute(DATA).resident and file.attribute(DATA).value]
large = [file.number for file in files if not file.attribute(DATA).resident and len(file.attribute(DATA).clusters()) > 1]
listed = changes.choose_block(small)
small = [number for number in small if number not in listed[:3]]
unused = next(number for number in range(63, 0, -1) if not volume.record(number).in_use)

# ---- what is changed ----

committed = {
    FIRST: [
        lambda: changes.bits(MFT_BITMAP, listed[0], 1),
        lambda: changes.file(listed[0]),
        lambda: changes.entry(listed[0]),
        lambda: changes.attribute(small[1]),
        lambda: changes.no_attribute(small[2]),
        lambda: changes.end_of_record(small[3]),
        lambda: changes.value(small[4]),
        lambda: changes.shorter(small[5], 1),
        lambda: changes.shorter(small[6], 20),
        lambda: changes.zero_end(small[7]),
        lambda: changes.bits(CLUSTERS, volume.record(large[0]).attribute(DATA).clusters()[0], 1),
        lambda: changes.mapping(large[0]),
        lambda: changes.sizes(large[0]),
        lambda: changes.contents(large[0]),
        lambda: changes.contents(large[1], "", volume.cluster),
    ],
    SECOND: [
        lambda: changes.entry_in_root(EXTEND, "$I30"),
        lambda: changes.name_in_root(EXTEND),
        lambda: changes.vcn_in_root(ROOT),
        lambda: changes.view_in_root(QUOTA, "$Q"),
        lambda: changes.no_entry(listed[2]),
        lambda: changes.end_of_block(listed[1]),
        lambda: changes.name(listed[2]),
        lambda: changes.same_vcn(listed[2]),
        lambda: changes.same_view(),
        lambda: changes.same_block(),
        lambda: changes.bits(CLUSTERS, volume.data_clusters - 1, 1, 0),
        lambda: changes.no_file(unused, listed[0]),
        lambda: changes.contents(SECURE, "$SDS"),
    ],
}
if "v2" in kinds:
    committed[FIRST].insert(0, lambda: changes.attribute(ROOT, INDEX, "$I30"))
early = [lambda: changes.value(small[0])]
late = [
    lambda: changes.value(small[4]),
    lambda: changes.attribute(small[1]),
    lambda: changes.entry_in_root(EXTEND, "$I30"),
    lambda: changes.entry(listed[0]),
    lambda: changes.name(listed[2]),
    lambda: changes.bits(MFT_BITMAP, listed[0], 1),
    lambda: changes.file(listed[0]),
    lambda: changes.sizes(large[0]),
    lambda: changes.contents(large[0]),
]

# ---- what is open, and how the log says it ----

OPEN_SIZE = 0x2c if old else 0x28
SLOTS = {MFT_DATA: 0, CLUSTERS: 1, ROOT_INDEX: 2, MFT_BITMAP: 5, (large[0], DATA, ""): 4, (SECURE, DATA, "$SDS"): 3,
         (large[1], DATA, ""): 12}
IN_TABLE = 3
per_page = max(PAGE // volume.cluster, 1)
clusters_of = {target: volume.record(target[0]).attribute(*target[1:]).clusters() for target in SLOTS}
references = {target: volume.record(target[0]).reference for target in SLOTS}


def slot(target):
    return TABLE_HEADER + SLOTS[target] * OPEN_SIZE


def open_entry(target):
    """Without its first word."""
    block = BLOCK if target[1] == INDEX else 0
    if old:
        return struct.pack("<IQQIIIII", 0, references[target], 0, 0, target[1], 0, 0, block)
    return struct.pack("<IIIQQQ", block, target[1], 0, references[target], 0, 0)


def names():
    some = [target for target in SLOTS if SLOTS[target] < IN_TABLE and target[2]]
    data = b"".join(struct.pack("<HH", slot(target), len(target[2]) * 2) + target[2].encode("utf-16-le") for target in some)
    return data + bytes(4)


def page_entry(target, place, number):
    first = place // volume.cluster // per_page * per_page
    some = (clusters_of[target][first:first + per_page] + [0] * per_page)[:per_page]
    return struct.pack("<III" + ("4x" if old else "") + "QQ", slot(target), PAGE, per_page, first, number) + struct.pack(f"<{per_page}Q", *some)


def change_bytes(change, undone):
    first = change.place // volume.cluster
    some = clusters_of[change.target][first:-(-(change.place + change.length) // volume.cluster)]
    redo, undo = (change.bad, change.good) if undone else (change.good, change.bad)
    return operation(redo, undo, slot(change.target), some, first, change.record_offset, change.attribute_offset,
                     change.place % volume.cluster // 512)


last = {}


def add(transaction, data):
    """A record that goes on where the transaction was."""
    before = last.get(transaction, 0)
    last[transaction] = log.add(data, transaction, before, before)
    return last[transaction]


def add_only(transaction, what, redo=b"", undo=b"", undone_by=NOOP, target=0, first=0, clusters=()):
    return add(transaction, operation((what, redo), (undone_by, undo), target, clusters, first))


def add_opened(target):
    entry = struct.pack("<I", ALLOCATED) + open_entry(target)
    return add_only(FIRST, OPEN, entry, target[2].encode("utf-16-le"), NOOP, slot(target))


def checkpoint(first, change):
    """@first record, of the only transaction that is known. Return: the restart record's number and length."""
    start = add_only(TABLES, NOOP)
    size = (0x24 if old else 0x20) + 8 * per_page
    opened = [open_entry(target) for target in SLOTS if SLOTS[target] < IN_TABLE]
    transactions = [struct.pack("<B3xQQQII", 1, first, first, first, 1, 8)]
    tables = [(OPEN_DUMP, table(opened, OPEN_SIZE, 5)), (NAMES_DUMP, names()),
              (PAGES_DUMP, table([page_entry(change.target, change.place, first)], size)),
              (TRANSACTIONS_DUMP, table(transactions, 0x28, 4))]
    numbers = [add_only(TABLES, *some) for some in tables]
    data = struct.pack("<IIQ4Q4I", *((0, 0) if old else (1, 0)), start, *numbers, *(len(some) for _, some in tables))
    return log.add(data, TABLES, kind=RESTART), len(data)


def end_transactions():
    add_only(FIRST, FORGET, undone_by=COMPENSATION)
    add_only(SECOND, PREPARE)
    add_only(SECOND, COMMIT)
    add_only(MORE, NOOP)
    add_only(MORE, HOT_FIX, target=slot(MFT_DATA), first=0, clusters=clusters_of[MFT_DATA][:1])
    add_only(MORE, DIRTY_CLUSTERS, struct.pack("<QQ", volume.data_clusters - 1, 1))
    add_only(MORE, END_ACTION, undone_by=COMPENSATION)
    add_only(MORE, FORGET, undone_by=COMPENSATION)
    add_only(TABLES, FORGET, undone_by=COMPENSATION)


def backwards(steps):
    return [step() for step in reversed(steps)][::-1]


after = bytes(volume.data)
undone = [step() for step in early], [step() for step in late]
volume.data[:] = after
done = {transaction: backwards(committed[transaction]) for transaction in (SECOND, FIRST)}
first = add(EARLY, change_bytes(undone[0][0], True))
restart = checkpoint(first, undone[0][0])
for target in SLOTS:
    if SLOTS[target] >= IN_TABLE:
        add_opened(target)
for transaction in (FIRST, SECOND):
    for change in done[transaction]:
        add(transaction, change_bytes(change, False))
for change in undone[1]:
    add(LATE, change_bytes(change, True))
end_transactions()
volume.write(log_clusters, 0, log.finish(restart, first, "tail" in kinds))
volume.save()
