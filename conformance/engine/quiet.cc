// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/engine/quiet.hpp"

#include <cstdio>
#include <fcntl.h>
#include <unistd.h>

namespace tsrpc::conformance {

QuietStandardOutput::QuietStandardOutput() : kept_(-1) {
    std::fflush(stdout); // what was printed before is not to be lost
    const int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (null >= 0) {
        kept_ = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 0);
        if (kept_ >= 0) {
            dup2(null, STDOUT_FILENO);
        }
        close(null);
    }
}

QuietStandardOutput::~QuietStandardOutput() {
    std::fflush(stdout);
    if (kept_ >= 0) {
        dup2(kept_, STDOUT_FILENO);
        close(kept_);
    }
}

} // namespace tsrpc::conformance
