// SPDX-License-Identifier: BSD-3-Clause
//
// The way to a target.
#ifndef TSRPC_CONFORMANCE_PROTOCOL_LINK_HPP
#define TSRPC_CONFORMANCE_PROTOCOL_LINK_HPP

#include "conformance/protocol/command.hpp"
#include "conformance/protocol/reply.hpp"

#include <cstddef>
#include <functional>
#include <span>
#include <stdexcept>
#include <string>

namespace tsrpc::conformance {

/// Grants what a caller asks for while it works on a command. It may use the link itself, for Read and Write.
using Grant = std::function<Granted(const Ask& ask)>;

/// Takes the reply to each command, in order, as it arrives.
using TakeReply = std::function<void(Reply&& reply)>;

/// Says commands to a target. What the function owns, a child process say, ends with it. Throws TargetLost after
/// `take` had every reply that arrived: the command after those is the one that lost the target.
using Link = std::function<void(std::span<const Command> commands, const Grant& grant, const TakeReply& take)>;

/// Makes a link to a target; the first command is Hello. Throws TargetUnreachable, TargetLost or std::system_error.
using StartTarget = std::function<Link()>;

/// Events that one reply can hold.
inline constexpr size_t most_events = 4096;

/// Bytes that one Read, Write, Load or Store can move: 64 pages.
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

/// Says one command, to a target that asks for nothing.
Reply say(const Link& link, const Command& command);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_PROTOCOL_LINK_HPP
