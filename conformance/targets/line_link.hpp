// SPDX-License-Identifier: BSD-3-Clause
//
// The runner's side of docs/target-protocol.md.
#ifndef TSRPC_CONFORMANCE_TARGETS_LINE_LINK_HPP
#define TSRPC_CONFORMANCE_TARGETS_LINE_LINK_HPP

#include "conformance/protocol/command.hpp"
#include "conformance/protocol/fault.hpp"
#include "conformance/protocol/link.hpp"
#include "conformance/protocol/reply.hpp"
#include "conformance/targets/line_stream.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace tsrpc::conformance {

/// Asks that a caller can have while it works on one command.
inline constexpr size_t most_asks = 65536;

/// What is known of the other side beyond its lines.
struct LinePeer {
    /// So long it may be silent, by its own time; its whole reply may take 60 times as long, or a minute, by the clock.
    std::chrono::milliseconds timeout{2000};

    TargetRole role = TargetRole::sp; ///< that is expected

    /// How much of the time since the last call, which was `passed` long, was the target's own. Empty: all of it.
    std::function<std::chrono::nanoseconds(std::chrono::nanoseconds passed)> own_time = {};

    /// How its process ended, "was killed by signal 9 (Killed)"; nothing where it lives after `patience`. Empty:
    /// it is not a process of ours.
    std::function<std::optional<std::string>(std::chrono::milliseconds patience)> how_it_ended = {};

    /// Is called once when it is lost: ends what is left of it.
    std::function<void()> end = {};

    /// Of all bytes that it has ever said, how many; those that are not on the stream yet among them. Empty: none are
    /// said elsewhere.
    std::function<uint64_t()> said = {};

    /// What it has said after the first so many bytes, when it has ended.
    std::function<std::string(uint64_t received)> rest = {};
};

/// The conversation over one stream.
class LineLink {
    using Clock = std::chrono::steady_clock;

  public:
    LineLink(std::unique_ptr<LineStream> stream, LinePeer peer) : peer_(std::move(peer)), stream_(std::move(stream)) {}
    LineLink(const LineLink&) = delete;
    LineLink& operator=(const LineLink&) = delete;

    /// As a Link does. Where `grant` or `take` throws, what they leave unread is read before the next command is said.
    void say(std::span<const Command> commands, const Grant& grant, const TakeReply& take);

    /// Whether it is of no more use.
    bool is_lost() const { return loss_.has_value(); }

    /// Whether a hello was answered as it should be.
    bool is_greeted() const { return greeted_; }

    /// The last lines that were not of the protocol, each with its line feed, 64 kB at most.
    const std::string& noise() const { return noise_; }

  private:
    void say_in_order(std::span<const Command> commands, const Grant& grant, const TakeReply& take);
    size_t put(std::span<const Command> commands, size_t outstanding);
    void drain();
    Reply await_reply(const Command& command, const Grant& grant);
    bool take_line(const Command& command, const Grant& grant, Reply& reply);
    Result result_of(const Command& command, std::string_view line);
    void answer(const Ask& ask, const Grant& grant);
    void learn(const Result& result);
    void keep_noise(std::string_view line);
    std::string_view next_line();
    void wait();
    void wait_longer(std::chrono::nanoseconds passed);
    [[noreturn]] void lose_garbled(std::string text);
    [[noreturn]] void garbled(const Command& command, std::string_view line, std::string_view why);
    std::chrono::nanoseconds own_time(std::chrono::nanoseconds passed);
    void lose_closed();
    void lose(TargetLost::How how, std::string text);
    [[noreturn]] void throw_loss();

    LinePeer peer_; ///< goes after the stream, whose end tells a process to end
    std::unique_ptr<LineStream> stream_;
    uint32_t ahead_ = 1;
    size_t unread_ = 0; ///< replies that are still to come for commands that nobody waits for
    size_t asks_ = 0;   ///< of the command at hand
    bool asking_ = false;
    bool greeted_ = false;
    std::optional<TargetLost> loss_; ///< what has arrived before is still to be read
    uint64_t said_ = 0;              ///< by the target, when it was last looked after
    std::string noise_;
    std::string last_noise_;                          ///< since the last reply
    std::optional<Fault> fault_;                      ///< that the target told of since the last reply
    std::optional<std::chrono::nanoseconds> silence_; ///< the target's own time since it was last heard
    std::optional<Clock::time_point> last_reply_;     ///< since when a reply is waited for
};

/// A link over a stream.
Link link_over(std::unique_ptr<LineStream> stream, LinePeer peer);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_TARGETS_LINE_LINK_HPP
