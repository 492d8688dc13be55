// SPDX-License-Identifier: BSD-3-Clause
//
// What runs in a signal handler here calls nothing that it must not: text is put together in fixed memory.
#include "conformance/targets/crash_report.hpp"

#include "conformance/reference/spmc.hpp"
#include "conformance/targets/crash_site.hpp"
#include "conformance/targets/withheld_pages.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <unistd.h>

namespace tsrpc::conformance {
namespace {

constexpr std::array fatal_signals = {SIGSEGV, SIGBUS, SIGABRT, SIGILL, SIGFPE};

std::array<struct sigaction, fatal_signals.size()> actions_before;
TellFault tell_fault;
void* tell_context;
volatile sig_atomic_t is_told = 0;

/// A short text.
class FixedText {
  public:
    void add(std::string_view text) {
        const size_t size = std::min(text.size(), sizeof text_ - size_);
        std::copy_n(text.begin(), size, text_ + size_);
        size_ += size;
    }
    void add(uint64_t value, unsigned base) {
        char digits[20];
        size_t begin = sizeof digits;
        do {
            digits[--begin] = "0123456789abcdef"[value % base];
            value /= base;
        } while (value != 0);
        add({digits + begin, sizeof digits - begin});
    }
    std::string_view text() const { return {text_, size_}; }

  private:
    char text_[256];
    size_t size_ = 0;
};

void add_region(FixedText& out, const Spmc::Nearby& nearby) {
    const auto offset = static_cast<uint64_t>(nearby.offset);
    if (nearby.offset < 0) {
        out.add(0 - offset, 10);
        out.add(" bytes before region 0x");
    } else if (offset >= nearby.size) {
        out.add(offset - nearby.size, 10);
        out.add(" bytes past the end of region 0x");
    } else {
        out.add(offset, 10);
        out.add(" bytes into region 0x");
    }
    out.add(nearby.handle, 16);
    switch (nearby.state) {
    case Spmc::Nearby::State::shared: out.add(", which was never retrieved"); break;
    case Spmc::Nearby::State::relinquished: out.add(", which was relinquished"); break;
    case Spmc::Nearby::State::reclaimed: out.add(", which was relinquished and reclaimed"); break;
    case Spmc::Nearby::State::retrieved: break;
    }
}

void add_what_is_at(FixedText& out, uint64_t address) {
    constexpr uint64_t null_pages = 0x10000;
    if (address < null_pages) {
        out.add("near null");
    } else if (const Spmc* const spmc = CrashSite::spmc()) {
        if (const auto nearby = spmc->find_near(address)) {
            add_region(out, *nearby);
        }
    } else if (const auto withheld = withheld_pages().find(address)) {
        out.add(withheld->offset, 10);
        out.add(" bytes into the memory shared as 0x");
        out.add(withheld->handle, 16);
        out.add(", which the endpoint or FF-A did not give back");
    }
}

void tell(int signal, std::optional<uint64_t> address) {
    const char* const phase = CrashSite::phase();
    FixedText line;
    line.add("! fault ");
    line.add(static_cast<uint64_t>(signal), 10);
    line.add(" ");
    line.add(phase == nullptr ? "-" : phase);
    if (address) {
        line.add(" ");
        line.add(*address, 16);
        line.add(" ");
        add_what_is_at(line, *address);
    } else {
        line.add(" -");
    }
    tell_fault(tell_context, line.text());
}

void on_signal(int signal, siginfo_t* info, void* context) {
    const bool is_access = (signal == SIGSEGV || signal == SIGBUS) && info->si_code > 0 && info->si_code != SI_KERNEL;
    if (is_told == 0) { // a handler before may end in another of these
        is_told = 1;
        tell(signal, is_access ? std::optional(reinterpret_cast<uintptr_t>(info->si_addr)) : std::nullopt);
    }
    const auto place = std::ranges::find(fatal_signals, signal) - fatal_signals.begin();
    const struct sigaction& before = actions_before[static_cast<size_t>(place)];
    sigaction(signal, &before, nullptr);
    if ((before.sa_flags & SA_SIGINFO) != 0) {
        before.sa_sigaction(signal, info, context);
    } else if (before.sa_handler != SIG_DFL && before.sa_handler != SIG_IGN) {
        before.sa_handler(signal);
    } else if (info->si_code <= 0) {
        raise(signal); // it was sent, and comes again by itself only if an instruction caused it
    }
}

int tell_fd;

void tell_on_fd(void*, std::string_view line) {
    FixedText text;
    text.add(line);
    text.add("\n");
    [[maybe_unused]] const ssize_t size = write(tell_fd, text.text().data(), text.text().size());
}

void tell_exit(int status, void*) {
    if (CrashSite::phase() != nullptr && is_told == 0) {
        tell(0, std::nullopt);
        std::fflush(nullptr);
        _exit(status);
    }
}

} // namespace

void report_crashes(TellFault tell, void* context) {
    tell_fault = tell;
    tell_context = context;
    static std::array<char, 0x10000> stack; // an overflow of the stack leaves no room on it
    stack_t alternate = {};
    alternate.ss_sp = stack.data();
    alternate.ss_size = stack.size();
    sigaltstack(&alternate, nullptr);
    for (size_t i = 0; i < fatal_signals.size(); ++i) {
        struct sigaction action = {};
        action.sa_sigaction = on_signal;
        action.sa_flags = SA_SIGINFO | SA_ONSTACK;
        sigaction(fatal_signals[i], &action, &actions_before[i]);
    }
}

void report_crashes(int fd) {
    tell_fd = fd;
    report_crashes(tell_on_fd, nullptr);
}

void report_exit(TellFault tell, void* context) {
    tell_fault = tell;
    tell_context = context;
    on_exit(tell_exit, nullptr);
}

} // namespace tsrpc::conformance
