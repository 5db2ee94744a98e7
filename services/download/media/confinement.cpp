#include "download/media/confinement.hpp"

#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <memory>
#include <string>
#include <system_error>

namespace tapedeck::download {
namespace {

std::unexpected<Error> cannot_confine(const char* what, int error) {
  return fail(Errc::internal, "The system does not let a process give up its rights.",
              std::string(what) + ": " + std::generic_category().message(error));
}

Result<void> limit(__rlimit_resource resource, std::uint64_t soft, std::uint64_t hard) {
  const rlimit both{soft, hard};
  if (::setrlimit(resource, &both) != 0) return cannot_confine("setrlimit", errno);
  return {};
}

Result<void> set_limits(const ChildLimits& limits) {
  const auto seconds = static_cast<std::uint64_t>(limits.processor_time.count());
  // One second between the signal that says why and the one that cannot be caught.
  auto done = limit(RLIMIT_CPU, seconds, seconds + 1);
  if (done) done = limit(RLIMIT_FSIZE, 0, 0);
  if (done) done = limit(RLIMIT_CORE, 0, 0);
  if (done) done = limit(RLIMIT_NOFILE, 3, 3);
  if (done && limits_memory) done = limit(RLIMIT_AS, limits.memory_bytes, limits.memory_bytes);
  return done;
}

using Filter = std::unique_ptr<void, decltype(&::seccomp_release)>;

// What the C and C++ libraries call for memory, for the end of a process, for its own signals, and
// to read and write what is open. Anything a later version of them should add fails with EPERM.
// clang-format off
constexpr auto allowed_calls = std::to_array<int>({
    SCMP_SYS(read), SCMP_SYS(pread64), SCMP_SYS(write), SCMP_SYS(close),
    SCMP_SYS(brk), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise),
    SCMP_SYS(futex), SCMP_SYS(sched_yield), SCMP_SYS(clock_gettime), SCMP_SYS(getrandom),
    SCMP_SYS(exit), SCMP_SYS(exit_group), SCMP_SYS(getpid), SCMP_SYS(gettid),
    SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn),
    SCMP_SYS(sigaltstack), SCMP_SYS(restart_syscall),
});
// clang-format on

int allow_calls(scmp_filter_ctx filter) {
  for (const auto call : allowed_calls) {
    if (const int error = ::seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0); error != 0)
      return error;
  }
  // abort() signals this very process; memory never becomes code.
  const auto own = static_cast<scmp_datum_t>(::getpid());
  const scmp_arg_cmp to_itself{0, SCMP_CMP_EQ, own, 0};
  const scmp_arg_cmp no_code{2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0};
  if (const int error =
          ::seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1, &to_itself);
      error != 0)
    return error;
  for (const int call : {SCMP_SYS(mmap), SCMP_SYS(mprotect)}) {
    if (const int error = ::seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, call, 1, &no_code);
        error != 0)
      return error;
  }
  return 0;
}

Result<void> refuse_other_calls() {
  const Filter filter(::seccomp_init(SCMP_ACT_ERRNO(EPERM)), &::seccomp_release);
  if (!filter) return cannot_confine("seccomp_init", ENOMEM);
  int error = allow_calls(filter.get());
  if (error == 0) error = ::seccomp_load(filter.get());
  if (error != 0) return cannot_confine("seccomp", -error);
  return {};
}

}  // namespace

Result<void> confine(const ChildLimits& limits) {
  if (::close_range(3, ~0U, 0) != 0) return cannot_confine("close_range", errno);
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
    return cannot_confine("no new privileges", errno);
  if (::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) return cannot_confine("not dumpable", errno);
  auto limited = set_limits(limits);
  if (!limited) return limited;
  return refuse_other_calls();
}

}  // namespace tapedeck::download
