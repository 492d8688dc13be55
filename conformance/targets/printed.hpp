// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_TARGETS_PRINTED_HPP
#define TSRPC_CONFORMANCE_TARGETS_PRINTED_HPP

#include "conformance/targets/descriptor.hpp"

#include <cstddef>
#include <optional>
#include <string>

namespace tsrpc::conformance {

/// What targets print, in memory: nobody has to read it for a target to go on, and it is there after a crash. Of one
/// test the first MiB is kept; what a target writes beyond it fails.
class Printed {
  public:
    static constexpr size_t capacity = size_t{1} << 20;

    Printed();

    /// For AttachOptions::output. It is closed with this object. None where there is no such memory, as with a small
    /// `ulimit -f`: targets then print to standard error.
    std::optional<int> descriptor() const {
        return memory_.get() < 0 ? std::nullopt : std::optional<int>(memory_.get());
    }

    /// What was printed since the last call, or the begin. Says at its end if not all was kept.
    std::string take();

  private:
    Descriptor memory_;
};

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_TARGETS_PRINTED_HPP
