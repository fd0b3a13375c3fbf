// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which functions are never the culprit. Where the file is known it decides; without one, as in a raw stack of a real
 * machine, the name does, and is only believed when no subsystem would have it.
 */
#include "crash_parts.h"
#include "text.h"
#include "../shim/include/vitro/machinery.h"

static const char *const outside_paths[] = { VITRO_MACHINERY, "crtstuff.c", "/ld-linux",
					     "llvm-project" };

/* Who reports in a real kernel, and how it came there. */
static const char reporter_paths[] =
	"mm/kasan/ mm/kmsan/ mm/kfence/ kernel/kcsan/ lib/dump_stack.c lib/ubsan.c "
	"kernel/panic.c lib/bug.c arch/x86/kernel/traps.c arch/x86/kernel/dumpstack.c "
	"arch/x86/mm/fault.c arch/x86/mm/extable.c arch/x86/include/asm/idtentry.h "
	"kernel/locking/lockdep.c lib/debugobjects.c mm/kmemleak.c kernel/hung_task.c "
	"kernel/watchdog.c lib/fault-inject.c lib/stackdepot.c kernel/stacktrace.c "
	"include/linux/kasan include/linux/kmsan include/linux/kcsan "
	"arch/arm64/kernel/traps.c arch/arm64/mm/fault.c "
	"lib/nmi_backtrace.c kernel/rcu/tree_stall.h";

/* Allocators, copies, lists, counters, locks and waiting: right, but called wrongly. */
static const char helper_paths[] =
	"arch/vitro/include/ include/linux/slab.h include/linux/list include/linux/rculist "
	"include/linux/string.h include/linux/fortify-string.h include/linux/uaccess.h "
	"include/linux/refcount.h include/linux/kref.h include/linux/atomic "
	"include/linux/spinlock include/linux/rwlock include/linux/mutex.h "
	"include/linux/rwsem.h include/linux/seqlock.h include/linux/rcupdate.h "
	"include/linux/srcu.h include/linux/sched/mm.h include/linux/bitops.h "
	"include/linux/instrumented.h include/linux/compiler include/linux/percpu "
	"include/linux/completion.h include/linux/swait.h include/linux/wait.h "
	"include/linux/thread_info.h include/linux/ucopysize.h include/linux/gfp.h "
	"include/linux/mm.h include/linux/preempt.h include/linux/irqflags.h "
	"include/linux/bottom_half.h include/linux/workqueue.h include/linux/timer.h "
	"include/linux/debugobjects.h include/linux/err.h include/linux/kernel.h "
	"include/linux/math64.h include/linux/local_lock include/linux/sched.h "
	"include/linux/kthread.h include/linux/vmalloc.h include/linux/iov_iter.h "
	"include/linux/uio.h include/linux/unaligned include/asm-generic/ /include/asm/ "
	"include/trace/ mm/slub.c mm/slab mm/util.c mm/vmalloc.c mm/page_alloc.c mm/mempool.c "
	"mm/dmapool.c mm/percpu.c mm/usercopy.c mm/maccess.c mm/mempolicy.c mm/memory.c "
	"lib/list_debug.c lib/list_sort.c lib/refcount.c lib/string lib/usercopy.c "
	"lib/iov_iter.c lib/vsprintf.c lib/strn lib/find_bit.c lib/hweight.c "
	"lib/dec_and_lock.c lib/sort.c arch/x86/lib/ arch/arm64/lib/ kernel/locking/ "
	"kernel/rcu/ kernel/sched/ kernel/printk/ kernel/softirq.c kernel/time/timer.c "
	"kernel/time/sleep_timeout.c kernel/workqueue.c";

/* What gets a page or a buffer for whom it is called by, in files that have other things, too. */
static const char getter_names[] =
	"filemap_alloc_folio* __filemap_get_folio* pagecache_get_page grow_dev_folio grow_dev_page "
	"grow_buffers __getblk_slow __getblk_gfp bdev_getblk __getblk sb_getblk* __bread_gfp "
	"__bread sb_bread* alloc_buffer_head folio_alloc_buffers alloc_page_buffers";

/* How one gets to a subsystem: not part of what makes a bug that bug. */
static const char base_paths[] =
	"arch/vitro/harnesses/ harnesses/ arch/x86/entry/ arch/arm64/kernel/entry "
	"arch/arm64/kernel/syscall.c arch/x86/kernel/process.c kernel/kthread.c "
	"arch/x86/include/asm/syscall kernel/entry/ init/main.c";

static const char outside_names[] =
	"__asan_* __hwasan_* __msan_* __tsan_* __ubsan_* __lsan_* __sanitizer* __interceptor* "
	"___interceptor* __kasan_* kasan_* __kmsan_* kmsan_* kcsan_* __kcsan_* kfence_* "
	"fuzzer::* __asan::* __msan::* __tsan::* __ubsan::* __lsan::* __hwasan::* "
	"__sanitizer::* pthread_* dump_backtrace* LLVMFuzzer* __libc_* _start main abort "
	"raise gsignal __GI_* dump_stack* __dump_stack show_stack* print_report "
	"print_address_description ubsan_epilogue kmemleak_* check_region_inline "
	"check_memory_region* report_bug handle_bug __report_bug exc_* asm_exc_* __warn "
	"__warn_printk warn_slowpath* panic die __die* die_* oops_* page_fault_oops "
	"kernelmode_fixup_or_oops __bad_area* bad_area* no_context do_user_addr_fault "
	"handle_page_fault fixup_exception do_error_trap do_invalid_op do_trap error_entry "
	"nmi_* lock_acquire* __lock_acquire* lock_release __lock_release lockdep_* "
	"validate_chain check_prev* check_noncircular print_circular* print_*_bug* mark_lock* "
	"__might_sleep __might_resched ___might_sleep __might_fault might_fault "
	"debug_print_object debug_check_no_obj_freed __debug_check_no_obj_freed "
	"debug_object_* object_err slab_err check_bytes_and_report watchdog* "
	"rcu_check_gp_kthread* rcu_dump_cpu_stacks rcu_sched_clock_irq check_cpu_stall* "
	"stack_trace_* save_stack* set_track* get_report* set_report* __schedule_bug "
	"trace_hardirqs* check_preemption_disabled el1* el1h_* do_mem_abort "
	"do_translation_fault do_page_fault __do_kernel_fault die_kernel_fault "
	"call_break_hook brk_handler do_debug_exception bug_handler no_memory_fault";

static const char helper_names[] =
	"malloc calloc realloc free cfree posix_memalign aligned_alloc operator* kmalloc* "
	"__kmalloc* kzalloc* kcalloc* krealloc* __do_krealloc kfree* __kfree* kvfree* "
	"kvmalloc* __kvmalloc* kvzalloc* vmalloc* __vmalloc* vzalloc* vfree* __vfree "
	"kmem_cache_* __kmem_cache_* slab_* ___slab_alloc __slab_alloc* __slab_free "
	"___cache_free __cache_free do_slab_free new_slab allocate_slab alloc_slab_page "
	"__alloc_pages* alloc_pages* __free_pages* free_pages* get_free_pages "
	"free_unref_page* poison_slab_object qlist_free* cache_free_debugcheck kmemdup* "
	"kstrdup* kstrndup memdup_user* vmemdup_user strndup_user memcpy __memcpy memcpy_orig "
	"memcpy_erms memmove __memmove memset __memset memset_orig memset_erms memcmp memchr "
	"memchr_inv memscan strlen strnlen strcpy strncpy strlcpy strscpy sized_strscpy "
	"strcat strcmp strncmp strcasecmp strncasecmp strchr strrchr strstr strnstr strsep "
	"strspn strcspn strpbrk skip_spaces strim copy_from_user* copy_to_user* "
	"_copy_from_user _copy_to_user __copy_from_user* __copy_to_user* raw_copy_* "
	"copy_user_* rep_movs* instrument_* _copy_from_iter* _copy_to_iter "
	"copy_page_from_iter copy_page_to_iter __get_user* __put_user* strncpy_from_user "
	"clear_user __clear_user check_object_size __check_object_size usercopy_abort "
	"__check_heap_object vsnprintf snprintf sprintf vsprintf scnprintf string "
	"string_nocheck vprintk* _printk printk vscnprintf __list_add* __list_del* list_add* "
	"list_del* list_move* __list_splice hlist_* __hlist_* refcount_* __refcount_* "
	"atomic_* atomic64_* arch_atomic* raw_atomic* kref_get* kref_put test_bit set_bit "
	"clear_bit _test_bit arch_test_bit test_and_*_bit _raw_spin_* __raw_spin_* spin_lock* "
	"spin_unlock* queued_spin_* native_queued_* do_raw_spin_* _raw_read_* _raw_write_* "
	"__raw_read_* __raw_write_* mutex_lock* mutex_unlock* __mutex_* mutex_trylock "
	"down_read* down_write* up_read* up_write* __down_* __up_* rwsem_* ww_mutex_* "
	"rt_mutex_* rcu_read_* __rcu_read_* call_rcu* __call_rcu* synchronize_rcu* "
	"wait_rcu_gp __wait_rcu_gp rcu_do_batch rcu_core* rcu_lock_* srcu_* __srcu_* "
	"schedule* __schedule* preempt_schedule* __cond_resched io_schedule* context_switch "
	"wait_for_completion* wait_for_common __wait_for_common do_wait_for_common complete "
	"complete_all finish_task_switch* might_alloc __percpu_* percpu_down_* percpu_up_* "
	"lock_sock_nested local_bh_* __local_bh_* queue_work_on __queue_work* insert_work "
	"mod_timer __mod_timer add_timer del_timer* timer_delete* __flush_work debug_mutex_* "
	"native_safe_halt csum_partial might_sleep";

static const char base_names[] =
	"entry_SYSCALL_64* do_syscall_64 do_syscall_x64 do_syscall_32* __do_fast_syscall_32 "
	"do_fast_syscall_32 entry_SYSENTER* entry_INT80* do_int80* x64_sys_call "
	"ret_from_fork* kthread worker_thread process_one_work process_scheduled_works "
	"process_backlog* el0_svc* el0t_64* do_el0_svc* invoke_syscall __invoke_syscall "
	"el0_sync* asm_sysvec* sysvec_* __sysvec_* instr_sysvec* do_softirq* __do_softirq "
	"handle_softirqs irq_exit* __irq_exit_rcu invoke_softirq run_ksoftirqd "
	"smpboot_thread_fn do_idle cpu_startup_entry start_secondary secondary_startup* "
	"default_idle* cpuidle_idle_call start_kernel kernel_init* do_one_initcall "
	"call_timer_fn run_timer_softirq __run_timers* run_timer_base expire_timers "
	"syscall_exit_to_user_mode* exit_to_user_mode* __syscall_exit_to_user* x86_64_start*";

static bool is_outside(const char *file)
{
	for (size_t i = 0; i < sizeof(outside_paths) / sizeof(*outside_paths); i++)
		if (strstr(file, outside_paths[i]))
			return true;
	return false;
}

/* One word after the other of a list. */
static bool next_word(const char **list, struct span *word)
{
	*list += strspn(*list, " ");
	*word = (struct span){ *list, strcspn(*list, " ") };
	*list += word->length;
	return word->length > 0;
}

static bool any_part(const char *file, const char *parts)
{
	struct span word;

	while (next_word(&parts, &word))
		if (memmem(file, strlen(file), word.at, word.length))
			return true;
	return false;
}

/* A name that ends in '*' is the start of names. */
static bool any_name(const char *name, const char *names)
{
	size_t length = strlen(name);
	struct span word;

	while (next_word(&names, &word)) {
		bool start = word.at[word.length - 1] == '*';

		word.length -= start;
		if (start ? length >= word.length : length == word.length)
			if (!memcmp(name, word.at, word.length))
				return true;
	}
	return false;
}

static bool is_source(const char *file)
{
	static const char *const ends[] = {
		".c", ".h", ".S", ".rs", ".cc", ".cpp", ".cxx", ".hpp"
	};

	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++)
		if (text_ends(file, ends[i]))
			return true;
	return false;
}

static void classify_by_file(struct crash_frame *frame, bool kernel)
{
	frame->outside =
		is_outside(frame->file) || (kernel && any_part(frame->file, reporter_paths));
	frame->machinery = frame->outside || any_part(frame->file, helper_paths) ||
			   any_name(frame->function, getter_names);
	frame->base = !frame->machinery && any_part(frame->file, base_paths);
}

static void classify_by_name(struct crash_frame *frame)
{
	frame->outside = any_name(frame->function, outside_names);
	frame->machinery = frame->outside || any_name(frame->function, helper_names) ||
			   any_name(frame->function, getter_names);
	frame->base = !frame->machinery && any_name(frame->function, base_names);
}

static bool is_at_a_line(const struct crash_frame *frame)
{
	return is_source(frame->file) && (frame->line || strstr(frame->file, "arch/vitro/"));
}

static void set_outside(struct crash_frame *frame)
{
	frame->machinery = frame->outside = true;
	frame->base = false;
}

void crash_classify(struct crash_frame *frame, bool kernel)
{
	if (is_at_a_line(frame))
		classify_by_file(frame, kernel);
	else
		classify_by_name(frame);
	if (!frame->function[0] || is_outside(frame->file))
		set_outside(frame);
	/* In a program's own stack libc's functions are not the kernel's. */
	if (!kernel && frame->machinery && !is_source(frame->file))
		set_outside(frame);
	if (kernel && any_name(frame->function, outside_names))
		set_outside(frame);
	if (kernel && !frame->machinery && any_name(frame->function, base_names))
		frame->base = true;
}

/* One that gives memory back. */
bool crash_frees(const struct crash_frame *frame)
{
	static const char names[] =
		"free host_free kfree* __kfree* kvfree* vfree* kmem_cache_free* kasan_slab_free "
		"__kasan_slab_free slab_free* __slab_free operator*";

	return any_name(frame->function, names);
}
