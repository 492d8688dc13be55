// SPDX-License-Identifier: BSD-3-Clause
//
// What is told of a plugin that ends its process: where it was, and what lies at the address that it touched.
#ifndef TSRPC_CONFORMANCE_TARGETS_CRASH_REPORT_HPP
#define TSRPC_CONFORMANCE_TARGETS_CRASH_REPORT_HPP

#include <string_view>

namespace tsrpc::conformance {

/// Takes a line of protocol/fault.hpp, without a line feed, in a signal handler.
using TellFault = void (*)(void* context, std::string_view line);

/// From now on, SIGSEGV, SIGBUS, SIGABRT, SIGILL and SIGFPE tell of themselves before they do what they did: a
/// sanitizer's report still appears. Stack overflows are seen on the calling thread only. Once in a process.
void report_crashes(TellFault tell, void* context);

/// The same; the line goes to a file descriptor: standard error for plugins in this process.
void report_crashes(int fd);

/// For a child: exit() in a function of the plugin is told too. What else this process has of exit functions does not
/// run then. Once in a process.
void report_exit(TellFault tell, void* context);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_TARGETS_CRASH_REPORT_HPP
