/* SPDX-License-Identifier: GPL-2.0-only */
/* What to say of a class of finding to those who do not know it. */
#ifndef VITRO_CLASS_NOTES_H
#define VITRO_CLASS_NOTES_H

#include "crash.h"

/**
 * struct class_note - a class for people and for scanners
 * @help:	what it is and what to look for, one or two sentences
 * @severity:	0 to 10, as code scanning ranks security findings; 0: no security finding
 * @level:	"error", "warning" or "note", as SARIF has it
 */
struct class_note {
	const char *help;
	double severity;
	const char *level;
};

const struct class_note *class_note(enum crash_class class);

/* "Critical", "High", "Medium", "Low" or "Info", by @severity. */
const char *class_severity_name(enum crash_class class);

#endif
