/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The line between the two halves.
 *
 * The kernel half (subsystem objects, shim/kernel, harnesses) is compiled by Kbuild with kernel headers
 * and calls down through host_*(). The host half (shim/host) is compiled against libc and the sanitizer
 * interfaces and calls up through vitro_*(). Neither includes the other's headers.
 *
 * A function is admitted here when the kernel half cannot do the thing at all without libc or a
 * sanitizer: no policy, no kernel rule, no format string crosses the line. Refused, with what to use
 * instead: printf (printk), malloc (kmalloc), abort (BUG, panic), getenv (host_option), time and
 * random (the virtual clock and seeded generator of shim/kernel).
 *
 * Rules: basic types only; at most 24 functions down and 8 up; 0 or -errno unless said otherwise;
 * results by pointer come last. Everything runs on one OS thread. tests/boundary counts the functions.
 */
#ifndef VITRO_HOST_H
#define VITRO_HOST_H

#if defined(__KERNEL__) == defined(VITRO_HOST)
#error "vitro/host.h: the kernel half has __KERNEL__, the host half defines VITRO_HOST, never both"
#endif

#define HOST_STACK_DEPTH 10 /* of a stack that the kernel half keeps */

/* What an allocation is, for the ledger and its reports. */
enum host_kind {
	HOST_SLAB, /* kmalloc and kmem_cache */
	HOST_VMALLOC,
	HOST_PAGES,  /* entries only: the memory is the page arena's */
	HOST_PERCPU, /* entries only: the memory is the per-cpu area's */
	HOST_VMAP,   /* entries only: pages at another address */
	HOST_KINDS
};

/* Why a run ends: the CLASS of "vitro: finding: CLASS: TITLE". */
enum host_finding {
	HOST_WARNING, /* WARN*() */
	HOST_BUG,     /* BUG*(), panic(), an oops */
	HOST_MISUSE, /* a kernel rule broken: wrong free, lock held at return, sleeping in atomic... */
	HOST_LEAK, /* allocated by this input and not freed by it */
	HOST_HOLE, /* the shim does not provide what was asked for: never a kernel bug */
	HOST_HANG, /* would wait for ever */
	HOST_FINDINGS
};

/* ---- Memory: down ------------------------------------------------------------------------- */

/**
 * host_alloc() - one sanitizer allocation of exactly @size bytes, entered in the ledger
 * @size:	bytes; 0 is allowed
 * @align:	power of two, at least 8
 * @zero:	clear it; otherwise its bytes are uninitialised for MSan
 * @kind:	enum host_kind
 * @owner:	the kmem_cache it belongs to, or NULL; compared, printed through vitro_owner_name()
 *
 * Return: the memory, or NULL when the host has none. Freed with host_free().
 */
void *host_alloc(unsigned long size, unsigned long align, int zero, int kind, const void *owner);

/**
 * host_free() - give back what host_alloc() returned
 *
 * A pointer that the ledger does not know is handed to the sanitizer's free(), which reports a double or
 * invalid free with its own stacks; without a sanitizer the run ends with HOST_MISUSE.
 */
void host_free(const void *memory);

/**
 * host_ledger_find() - look a pointer to the start of an allocation up
 * @size, @kind, @owner:	filled in when found
 *
 * Return: 0, or -2 (-ENOENT).
 */
int host_ledger_find(const void *memory, unsigned long *size, int *kind, const void **owner);

/*
 * Enter or remove memory that did not come from host_alloc(): 0, or -2 when it was not there. Of HOST_PAGES the owner is the stack that
 * they were allocated by: HOST_STACK_DEPTH return addresses, 0 behind the last of fewer; it stays while the entry does.
 */
void host_ledger_add(const void *memory, unsigned long size, int kind, const void *owner);
int host_ledger_remove(const void *memory);

/**
 * host_extent() - the sanitizer allocation that an interior pointer lies in
 * Return: 0 with @start and @size, or -2 (unknown, or this flavour cannot tell).
 */
int host_extent(const void *inside, void **start, unsigned long *size);

/* Tell the sanitizers that [memory, memory+size) must not, or may, be touched; @fresh: as uninitialised. */
void host_poison(const void *memory, unsigned long size);
void host_unpoison(const void *memory, unsigned long size, int fresh);

/**
 * host_reserve() - address space
 * @address:	where, or 0 for anywhere; with access also within what was reserved without
 * @access:	readable, writable and zero when true; otherwise every access faults
 *
 * Never given back. Ends the process with a message when the host refuses. Return: the address.
 */
void *host_reserve(unsigned long address, unsigned long size, int access);

/**
 * host_share() - what is at @address is from now on what is at @place, which other addresses may have, too
 * @address, @size:	whole pages
 * @place:	in memory of its own, which is reached by such addresses only; below 1 << 32
 * @keep:	bring along what the address has; otherwise see what the place has
 *
 * The sanitizers know of all addresses of a place what they know of one. Ends the process with a message when the host refuses.
 */
void host_share(void *address, unsigned long size, unsigned long place, int keep);

/* The end of that: memory of its own, as the place was last, which is forgotten (@keep); or none, every access faults. */
void host_unshare(void *address, unsigned long size, unsigned long place, int keep);

/* ---- Stacks: down ------------------------------------------------------------------------- */

struct vitro_fiber;

/**
 * host_fiber_new() - a stack that will run @entry(@argument) when it is first switched to
 * @entry:	must not return: it switches away for ever, and is freed from another stack
 *
 * Ends the process with a message when the host has no memory for it.
 */
struct vitro_fiber *host_fiber_new(void (*entry)(void *argument), void *argument);

/* Not the running one. What its frames still hold is gone. */
void host_fiber_free(struct vitro_fiber *fiber);

/* Go to @to, NULL for the stack that the engine runs on; returns when somebody comes back here. */
void host_fiber_switch(struct vitro_fiber *to);

/* The call stack of one that is not running (NULL: the engine's), innermost first. Return: how many addresses. */
int host_fiber_stack(const struct vitro_fiber *fiber, unsigned long *addresses, int max);

/*
 * For the race detector: what was done before host_release(@token) happens before what is done after a later
 * host_acquire(@token). Switching stacks alone orders nothing.
 */
void host_release(const void *token);
void host_acquire(const void *token);

/* ---- Reports: down ------------------------------------------------------------------------ */

/* A kernel log message, line by line, into the ring that is printed with every report (and live with VITRO_PRINTK=1). */
void host_log(int level, const char *text, unsigned long length);

/**
 * host_report() - end the run with a finding: title, stack, log tail
 * @finding:	enum host_finding
 * @title:	in the kernel's own words, one line
 */
void host_report(int finding, const char *title) __attribute__((__noreturn__));

/* A call stack: up to @max return addresses of the caller's callers. Return: how many. */
int host_stack(unsigned long *addresses, int max);

/* Name the function whose code is at an address, not one inlined into it; "" when unknown. */
void host_symbol(unsigned long address, char *text, unsigned long size);

/* An integer setting of the run: environment variable VITRO_<name>, or @fallback when not set. */
long host_option(const char *name, long fallback);

/**
 * host_place() - the code that a return address goes back to: "function file:line"
 *
 * Of what is inlined there, the innermost that is in no header. "" when unknown.
 */
void host_place(unsigned long address, char *text, unsigned long size);

/* ---- Engine ------------------------------------------------------------------------------- */

/* The switches of a schedule, as bits of a map: shim/kernel/switches.c fills what shim/host/features.c wants to know. */
enum { VITRO_SWITCH_BITS = 18 };
extern unsigned long *vitro_switch_map;

/* As .layout of a harness, of what all concurrent ones have in their inputs. */
#define VITRO_SCHEDULE_LAYOUT 1

/* What refers to this gets shim/host/mutate.c, the engine's mutator for operations with a schedule, linked. */
extern const char host_mutator[];

/* ---- Up ------------------------------------------------------------------------------------ */

/* Bring the kernel half and the harness up; once, before the first input. Return: 0, else the process ends. */
int vitro_boot(void);

/**
 * vitro_run() - one input: reset per-input state, run the harness, drain what it deferred, check the rules
 * @data, @size:	readable for the duration of the call, never written
 *
 * Return: 0, or -1 when the input is not worth keeping in a corpus.
 */
int vitro_run(const unsigned char *data, unsigned long size);

/* Name of an owner passed to host_alloc(); a static or long-lived string. May be called while dying. */
const char *vitro_owner_name(int kind, const void *owner);

/* Largest input the harness wants, in bytes; 0 for the engine's default. */
unsigned long vitro_max_input(void);

#endif
