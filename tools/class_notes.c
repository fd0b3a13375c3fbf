// SPDX-License-Identifier: GPL-2.0-only
#include "class_notes.h"

static const struct class_note notes[] = {
	[CRASH_USE_AFTER_FREE] = { "Memory is used after it was freed. Compare where it was freed with who still "
				   "holds a pointer to it: a reference or a grace period is missing.",
				   9.0, "error" },
	[CRASH_DOUBLE_FREE] = { "Memory is freed that is not there to be freed: twice, or not by the address that "
				"was allocated. Look for an error path that frees what its caller frees, too.",
				8.5, "error" },
	[CRASH_OUT_OF_BOUNDS] = { "An access beyond the object. Look for a length that comes from outside and is "
				  "not compared with what was allocated.",
				  8.0, "error" },
	[CRASH_WILD] = { "An access to an address where nothing is: a pointer was computed from wrong data, or "
			 "overwritten.",
			 7.5, "error" },
	[CRASH_REFCOUNT] = { "A reference count went below zero or to saturation: an unbalanced get or put.",
			     7.5, "error" },
	[CRASH_UNINITIALISED] = { "A decision depends on memory that nobody wrote, or it leaves the kernel. "
				  "Initialise it where it is allocated.",
				  6.5, "error" },
	[CRASH_TYPE] = { "A value that its type does not have was loaded: of a bool, an enum, or a misaligned "
			 "pointer.",
			 5.0, "error" },
	[CRASH_RACE] = { "Two tasks access the same memory, one of them writes, and nothing orders them. Take "
			 "the lock, or mark both accesses.",
			 6.0, "error" },
	[CRASH_NULL] = { "A null pointer is dereferenced: an error or a missing element was not looked for.",
			 5.5, "error" },
	[CRASH_RULE] = { "A lock, a context, RCU, a timer or a work is used against the kernel's rules.",
			 5.0, "error" },
	[CRASH_DEADLOCK] = { "Tasks wait for each other and for nothing else.", 5.5, "error" },
	[CRASH_BUG] = { "BUG(), panic() or an oops: the code found a state that it holds to be impossible.",
			5.5, "error" },
	[CRASH_WARNING] = { "WARN(): the code found a state that it does not expect. With panic_on_warn this "
			    "stops a machine.",
			    4.0, "warning" },
	[CRASH_ARITHMETIC] = { "Arithmetic without a defined result: a shift too far, a division by zero.",
			       4.5, "warning" },
	[CRASH_STACK_EXHAUSTED] = { "Recursion that the input drives, beyond any kernel stack.",
				    6.5, "error" },
	[CRASH_HANG] = { "It does not come to an end in the time that it was given.", 5.5,
			 "warning" },
	[CRASH_OUT_OF_MEMORY] = { "An input makes it take memory without bound.", 5.0, "warning" },
	[CRASH_LEAK] = { "Memory that the input allocated is neither freed nor reachable. Look at the error path "
			 "behind the allocation.",
			 4.0, "warning" },
	[CRASH_EXIT] = { "The program ended by itself.", 0, "note" },
	[CRASH_HOLE] = { "Something is reached that the shim does not provide: nothing is known of the kernel.",
			 0, "note" },
	[CRASH_TOOL] = { "The sanitizer or the engine failed: nothing is known of the kernel.", 0,
			 "note" },
	[CRASH_UNKNOWN] = { "It ended without a report that vitro understands.", 0, "note" },
};

const struct class_note *class_note(enum crash_class class)
{
	return &notes[class];
}

const char *class_severity_name(enum crash_class class)
{
	double severity = notes[class].severity;

	if (severity >= 9)
		return "Critical";
	if (severity >= 7)
		return "High";
	if (severity >= 4)
		return "Medium";
	return severity > 0 ? "Low" : "Info";
}
