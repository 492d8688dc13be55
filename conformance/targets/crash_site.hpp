// SPDX-License-Identifier: BSD-3-Clause
//
// What a process that dies of a signal tells of it: in which function of the plugin, and what lies at the address.
#ifndef TSRPC_CONFORMANCE_TARGETS_CRASH_SITE_HPP
#define TSRPC_CONFORMANCE_TARGETS_CRASH_SITE_HPP

namespace tsrpc {
class Spmc;
}

namespace tsrpc::conformance {

class CrashSite {
  public:
    /// In which function of the plugin this thread is, as long as the object lives; a string literal.
    class Phase {
      public:
        explicit Phase(const char* name) { current_ = name; }
        ~Phase() { current_ = nullptr; }
        Phase(const Phase&) = delete;
        Phase& operator=(const Phase&) = delete;
    };

    /// Whose regions addresses are looked up in; null for nobody's.
    static void watch(const Spmc* spmc) { spmc_ = spmc; }

    static const char* phase() { return current_; }
    static const Spmc* spmc() { return spmc_; }

  private:
    static inline const char* volatile current_ = nullptr;
    static inline const Spmc* volatile spmc_ = nullptr;
};

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_TARGETS_CRASH_SITE_HPP
