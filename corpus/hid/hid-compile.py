#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""hid-compile.py SOURCE SEED: a report descriptor in words, and reports, as one fuzzer input.

One item a line, written as in the HID specification: `Usage Page (Digitizers)`,
`Input (Data, Variable, Absolute)`. A value may be a name of the tables below or a number. Besides:
`device N` selects the device, `raw HH ...` adds bytes to the descriptor, `report TYPE HH ...`
appends a record, TYPE being input, output, feature or events; `later TYPE HH ...` one that comes
200 ms after the one before. '#' begins a comment.
"""

import re
import struct
import sys

ITEMS = {
    "Input": 0x80, "Output": 0x90, "Feature": 0xb0, "Collection": 0xa0, "End Collection": 0xc0,
    "Usage Page": 0x04, "Logical Minimum": 0x14, "Logical Maximum": 0x24,
    "Physical Minimum": 0x34, "Physical Maximum": 0x44, "Unit Exponent": 0x54, "Unit": 0x64,
    "Report Size": 0x74, "Report ID": 0x84, "Report Count": 0x94, "Push": 0xa4, "Pop": 0xb4,
    "Usage": 0x08, "Usage Minimum": 0x18, "Usage Maximum": 0x28, "Designator Index": 0x38,
    "Designator Minimum": 0x48, "Designator Maximum": 0x58, "String Index": 0x78,
    "String Minimum": 0x88, "String Maximum": 0x98, "Delimiter": 0xa8,
}
SIGNED = {"Logical Minimum", "Logical Maximum", "Physical Minimum", "Physical Maximum"}
FLAGS = {
    "Data": 0, "Constant": 1, "Array": 0, "Variable": 2, "Absolute": 0, "Relative": 4, "Wrap": 8,
    "Nonlinear": 0x10, "No Preferred": 0x20, "Null State": 0x40, "Volatile": 0x80,
    "Buffered Bytes": 0x100,
}
COLLECTIONS = ["Physical", "Application", "Logical", "Report", "Named Array", "Usage Switch",
               "Usage Modifier"]
PAGES = {
    "Generic Desktop": 0x01, "Simulation Controls": 0x02, "Generic Device Controls": 0x06,
    "Keyboard": 0x07, "LEDs": 0x08, "Button": 0x09, "Ordinal": 0x0a, "Consumer": 0x0c,
    "Digitizers": 0x0d, "Haptics": 0x0e, "Sensors": 0x20, "Power Device": 0x84,
    "Battery System": 0x85, "Vendor": 0xff00,
}
USAGES = {
    "Generic Desktop": {
        "Pointer": 0x01, "Mouse": 0x02, "Joystick": 0x04, "Gamepad": 0x05, "Keyboard": 0x06,
        "System Multi-Axis Controller": 0x0e, "X": 0x30, "Y": 0x31, "Z": 0x32, "Rx": 0x33,
        "Ry": 0x34, "Rz": 0x35, "Slider": 0x36, "Dial": 0x37, "Wheel": 0x38, "Hat Switch": 0x39,
        "Resolution Multiplier": 0x48, "System Control": 0x80, "System Power Down": 0x81,
        "System Sleep": 0x82, "System Wake Up": 0x83, "D-pad Up": 0x90, "D-pad Down": 0x91,
        "D-pad Right": 0x92, "D-pad Left": 0x93},
    "Simulation Controls": {"Accelerator": 0xc4, "Brake": 0xc5},
    "Generic Device Controls": {"Battery Strength": 0x20},
    "Consumer": {
        "Consumer Control": 0x01, "Play/Pause": 0xcd, "Volume Up": 0xe9, "Volume Down": 0xea,
        "Mute": 0xe2, "AC Home": 0x223, "AC Pan": 0x238},
    "Digitizers": {
        "Digitizer": 0x01, "Pen": 0x02, "Touch Screen": 0x04, "Touch Pad": 0x05,
        "Device Configuration": 0x0e, "Stylus": 0x20, "Finger": 0x22, "Device Settings": 0x23,
        "Tip Pressure": 0x30, "In Range": 0x32, "Invert": 0x3c, "X Tilt": 0x3d, "Y Tilt": 0x3e,
        "Tip Switch": 0x42, "Barrel Switch": 0x44, "Eraser": 0x45, "Confidence": 0x47,
        "Width": 0x48, "Height": 0x49, "Contact Identifier": 0x51, "Device Mode": 0x52,
        "Contact Count": 0x54, "Contact Count Maximum": 0x55, "Scan Time": 0x56,
        "Surface Switch": 0x57, "Button Switch": 0x58, "Pad Type": 0x59, "Latency Mode": 0x60,
        "Transducer Serial Number": 0x5b, "Azimuth": 0x3f},
    "Haptics": {"Simple Haptic Controller": 0x01, "Manual Trigger": 0x21, "Intensity": 0x23},
    "Sensors": {
        "Sensor": 0x01, "Accelerometer 3D": 0x73, "Sensor State": 0x201, "Report Interval": 0x30e,
        "Reporting State": 0x316, "State Ready": 0x802, "State No Data": 0x803,
        "No Events": 0x840, "All Events": 0x841, "Acceleration X": 0x453, "Acceleration Y": 0x454,
        "Acceleration Z": 0x455},
    "Battery System": {"Battery": 0x00, "Charging": 0x44, "Absolute State Of Charge": 0x65},
}
REPORTS = {"input": 0, "output": 1, "feature": 2, "events": 3}
LATER = 4


def number(text):
    return int(text, 0)


def value_of(item, text, page):
    if item in ("Input", "Output", "Feature"):
        return sum(FLAGS[f] for f in re.split(r",\s*", text))
    if item == "Collection" and text in COLLECTIONS:
        return COLLECTIONS.index(text)
    if item == "Usage Page" and text in PAGES:
        return PAGES[text]
    if item == "Usage" and text in USAGES.get(page, {}):
        return USAGES[page][text]
    return number(text)


def encode(item, value):
    if value is None:
        return bytes([ITEMS[item]])
    bounds = [(1, 0x7f), (2, 0x7fff)] if item in SIGNED else [(1, 0xff), (2, 0xffff)]
    for size, top in bounds:
        if -top - 1 <= value <= top:
            break
    else:
        size = 4
    raw = (value & (1 << 8 * size) - 1).to_bytes(size, "little")
    return bytes([ITEMS[item] | (3 if size == 4 else size)]) + raw


def compile_source(text):
    device, descriptor, reports, page = 0, b"", b"", None
    for line in text.splitlines():
        line = line.split("#")[0].strip()
        word, _, rest = line.partition(" ")
        match = re.fullmatch(r"([A-Z][A-Za-z ]*?)(?: \((.*)\))?", line)
        if match:
            item, arg = match.groups()
            value = None if arg is None else value_of(item, arg, page)
            page = arg if item == "Usage Page" else page
            descriptor += encode(item, value)
        elif word == "device":
            device = number(rest)
        elif word == "raw":
            descriptor += bytes.fromhex(rest)
        elif word in ("report", "later"):
            kind, _, data = rest.partition(" ")
            data = bytes.fromhex(data)
            flags = REPORTS[kind] | (LATER if word == "later" else 0)
            reports += bytes([flags, len(data)]) + data
        elif line:
            sys.exit("hid-compile.py: not an item: " + line)
    return struct.pack("<BH", device, len(descriptor)) + descriptor + reports


def main():
    with open(sys.argv[1], encoding="ascii") as source:
        seed = compile_source(source.read())
    with open(sys.argv[2], "wb") as out:
        out.write(seed)


main()
