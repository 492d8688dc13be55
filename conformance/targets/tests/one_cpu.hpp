// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_TARGETS_TESTS_ONE_CPU_HPP
#define TSRPC_CONFORMANCE_TARGETS_TESTS_ONE_CPU_HPP

#include <gtest/gtest.h>

#include <cstddef>
#include <sched.h>

namespace tsrpc::conformance {

/// This process and its children on one CPU, until this ends.
class OneCpu {
  public:
    OneCpu() {
        sched_getaffinity(0, sizeof before_, &before_);
        cpu_set_t one;
        CPU_ZERO(&one);
        for (size_t cpu = 0; cpu < CPU_SETSIZE; ++cpu) {
            if (CPU_ISSET(cpu, &before_)) {
                CPU_SET(cpu, &one);
                break;
            }
        }
        EXPECT_EQ(sched_setaffinity(0, sizeof one, &one), 0);
    }
    OneCpu(const OneCpu&) = delete;
    OneCpu& operator=(const OneCpu&) = delete;
    ~OneCpu() { sched_setaffinity(0, sizeof before_, &before_); }

  private:
    cpu_set_t before_;
};

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_TARGETS_TESTS_ONE_CPU_HPP
