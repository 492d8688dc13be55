// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_TARGETS_CONNECTION_HPP
#define TSRPC_CONFORMANCE_TARGETS_CONNECTION_HPP

#include <cstddef>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace tsrpc::conformance {

/// Lines of the target protocol to the target, and the lines of its replies back: for each line the events, then `ok`
/// or `error`. There is no newline after the last line, either way. Throws TargetLost. What the function owns, a child
/// process say, ends with it. docs/target-protocol.md is the protocol.
using Connection = std::function<std::string(std::string_view lines)>;

/// Lines that may be sent at once: the replies must fit what a connection buffers.
inline constexpr size_t most_lines = 128;

/// Events that one reply can hold.
inline constexpr size_t most_events = 4096;

/// Bytes that one read or write can move: 64 pages.
inline constexpr size_t most_bytes = 0x40000;

/// The target stopped answering, for good.
class TargetLost : public std::runtime_error {
  public:
    enum class How { crashed, hung, garbled };

    TargetLost(How kind, const std::string& what) : std::runtime_error(what), how(kind) {}

    How how;
};

/// The target could not be reached, loaded or started; the message says what to do. Exit status 3.
class TargetUnreachable : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_TARGETS_CONNECTION_HPP
