// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/targets/line_link.hpp"

#include "conformance/protocol/lines.hpp"
#include "tsrpc/plugin.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace tsrpc::conformance {
namespace {

using namespace std::chrono_literals;

/// What was not heard for so long is looked after, and so often.
constexpr auto tick = 50ms;

/// By the clock: the last resort where the target's own time does not pass, or it says other things without end.
std::chrono::nanoseconds longest_wait(std::chrono::milliseconds timeout) {
    return std::max<std::chrono::nanoseconds>(60 * timeout, 60s);
}

constexpr size_t most_noise = 65536;

/// No more than this is written into memory before the target has read it.
constexpr size_t most_unsent = size_t{1} << 20;

/// What an ask gets that nobody decides on any more.
const Granted abandoned = FfaError{TSRPC_FFA_ABORTED};

double seconds(std::chrono::nanoseconds time) { return std::chrono::duration<double>(time).count(); }

std::string version_text(std::string_view version) {
    return fmt::format("the target speaks version {} of the target protocol, this tsrpc version {}", excerpt(version),
                       target_protocol_version);
}

std::string_view role_name(TargetRole role) { return role == TargetRole::sp ? "an SP" : "a caller"; }

/// For "< error TEXT" in answer to hello.
std::string unreachable_text(std::string_view text) {
    constexpr std::string_view version = "version ";
    if (text.starts_with(version)) {
        return version_text(text.substr(version.size()));
    }
    return text.empty() ? "the target cannot start and does not say why" : std::string(text);
}

} // namespace

void LineLink::say(std::span<const Command> commands, const Grant& grant, const TakeReply& take) {
    if (loss_) {
        throw_loss();
    }
    drain();
    say_in_order(commands, grant, take);
}

void LineLink::say_in_order(std::span<const Command> commands, const Grant& grant, const TakeReply& take) {
    size_t said = 0;
    size_t answered = 0;
    try {
        for (const Command& command : commands) {
            said += put(commands.subspan(said), said - answered);
            Reply reply = await_reply(command, grant);
            ++answered;
            take(std::move(reply));
        }
    } catch (...) {
        unread_ += said - answered;
        throw;
    }
}

/// Sends as many as the target takes ahead. Returns how many.
size_t LineLink::put(std::span<const Command> commands, size_t outstanding) {
    const size_t most = asking_ ? 1 : ahead_;
    if (outstanding > most / 2) { // many at once cost less
        return 0;
    }
    size_t count = 0;
    while (count < commands.size() && outstanding + count < most &&
           (count == 0 || stream_->unsent().size() < most_unsent)) {
        const Command& command = commands[count++];
        stream_->put(to_line(command));
        if (std::holds_alternative<Hello>(command)) {
            ahead_ = 1; // until the greeting says more
            break;
        }
    }
    return count;
}

/// Reads what an earlier conversation that was broken off has left.
void LineLink::drain() {
    while (unread_ != 0) {
        const std::string_view line = next_line();
        const LineKind kind = kind_of(line);
        if (kind == LineKind::reply) {
            --unread_;
        } else if (kind == LineKind::ask) {
            stream_->put(to_line(abandoned));
        }
    }
}

Reply LineLink::await_reply(const Command& command, const Grant& grant) {
    Reply reply;
    if (!asking_) {
        asks_ = 0;
    }
    last_reply_.reset();
    while (!take_line(command, grant, reply)) {
    }
    last_noise_.clear();
    fault_.reset();
    return reply;
}

/// Whether the reply is complete.
bool LineLink::take_line(const Command& command, const Grant& grant, Reply& reply) {
    const std::string_view line = next_line();
    std::optional<Ask> ask;
    try {
        switch (kind_of(line)) {
        case LineKind::reply:
            reply.result = result_of(command, line);
            if (std::holds_alternative<Hello>(command)) {
                learn(reply.result);
            }
            return true;
        case LineKind::event:
            reply.events.push_back(parse_event(line));
            if (reply.events.size() > most_events) {
                lose_garbled(fmt::format("a reply of more than {} events", most_events));
            }
            return false;
        case LineKind::ask:
            if (asking_) {
                throw LineError("an ask is open already");
            }
            ask = parse_ask(line);
            break;
        case LineKind::ready:
            if (!std::holds_alternative<Hello>(command)) {
                lose(TargetLost::How::crashed, "the target restarted");
                throw_loss();
            }
            return false;
        case LineKind::command: // an echo
        case LineKind::granted: return false;
        case LineKind::noise: keep_noise(line); return false;
        }
    } catch (const LineError& error) {
        garbled(command, line, error.what());
    }
    if (ask) {
        answer(*ask, grant);
    }
    return false;
}

Result LineLink::result_of(const Command& command, std::string_view line) {
    try {
        return parse_result(command, line);
    } catch (const TargetError& error) {
        const std::string_view text = error.what();
        if (std::holds_alternative<Hello>(command)) {
            throw TargetUnreachable(unreachable_text(text));
        }
        if (text.starts_with("hello")) {
            lose(TargetLost::How::crashed, "the target restarted: it says that hello comes first");
            throw_loss();
        }
        garbled(command, line, "the command is one of the protocol");
    }
}

void LineLink::learn(const Result& result) {
    greeted_ = true;
    const auto* const greeting = std::get_if<Greeting>(&result);
    if (greeting == nullptr) {
        return;
    }
    if (greeting->version != target_protocol_version) {
        throw TargetUnreachable(version_text(fmt::format("{:x}", greeting->version)));
    }
    if (greeting->role != peer_.role) {
        throw TargetUnreachable(
            fmt::format("the target is {}, not {}", role_name(greeting->role), role_name(peer_.role)));
    }
    // What a caller asks for comes between its commands and their replies.
    ahead_ = greeting->role == TargetRole::sp ? greeting->ahead : 1;
}

void LineLink::answer(const Ask& ask, const Grant& grant) {
    if (++asks_ > most_asks) {
        throw TargetLost(TargetLost::How::hung, fmt::format("more than {} asks for one command", most_asks));
    }
    asking_ = true;
    Granted granted = abandoned;
    try {
        granted = grant(ask);
    } catch (...) {
        asking_ = false;
        if (!loss_) {
            drain();
            stream_->put(to_line(abandoned));
        }
        throw;
    }
    asking_ = false;
    stream_->put(to_line(granted));
    last_reply_.reset();
}

void LineLink::keep_noise(std::string_view line) {
    if (line.empty()) {
        return;
    }
    if (const auto fault = parse_fault(line)) {
        fault_ = fault;
        return;
    }
    last_noise_ = printable(line.substr(0, most_noise));
    noise_ += last_noise_ + '\n';
    if (noise_.size() > most_noise) {
        noise_.erase(0, noise_.find('\n', noise_.size() - most_noise) + 1);
    }
}

std::string_view LineLink::next_line() {
    for (;;) {
        if (const auto line = stream_->next_line()) {
            return *line;
        }
        if (loss_) {
            throw_loss();
        }
        if (stream_->is_too_long()) {
            lose_garbled(fmt::format("a line of more than {} bytes", LineStream::longest_line));
        }
        wait();
    }
}

/// Until something has arrived, or the target is lost.
void LineLink::wait() {
    const auto before = Clock::now();
    last_reply_ = last_reply_.value_or(before);
    switch (stream_->move(tick)) {
    case LineStream::Moved::bytes: silence_.reset(); break;
    case LineStream::Moved::closed: lose_closed(); break;
    case LineStream::Moved::none: wait_longer(Clock::now() - before); break;
    }
}

void LineLink::wait_longer(std::chrono::nanoseconds passed) {
    // What has ended may have said something first, and what it started may hold the stream open.
    if (const auto ended = peer_.how_it_ended ? peer_.how_it_ended(0ms) : std::nullopt;
        ended && stream_->move(0ms) != LineStream::Moved::bytes) {
        return lose(TargetLost::How::crashed, "the process " + *ended);
    }
    if (peer_.said && std::exchange(said_, peer_.said()) != said_) {
        silence_.reset();
    }
    // The first look at a process is what the next ones are compared with.
    const bool is_first = !silence_;
    const std::chrono::nanoseconds own = own_time(passed);
    silence_ = is_first && peer_.own_time ? 0ns : silence_.value_or(0ns) + own;
    const bool is_silent = *silence_ >= peer_.timeout;
    const auto longest = longest_wait(peer_.timeout);
    const bool is_endless = Clock::now() - *last_reply_ >= longest;
    if ((is_silent || is_endless) && stream_->move(0ms) == LineStream::Moved::none) {
        lose(TargetLost::How::hung,
             is_silent ? fmt::format("no answer within {:g} s{} (--timeout)", seconds(peer_.timeout),
                                     peer_.own_time ? " of the target's own time" : "")
                       : fmt::format("no answer within {:g} s, 60 times --timeout or more", seconds(longest)));
    }
}

/// The process is about to end, or has closed what is not its own.
void LineLink::lose_closed() {
    if (!peer_.how_it_ended) {
        return lose(TargetLost::How::crashed, "the connection was closed");
    }
    const std::chrono::nanoseconds enough = std::min<std::chrono::nanoseconds>(peer_.timeout, 1s);
    std::optional<std::string> ended;
    own_time(0ns);
    for (std::chrono::nanoseconds waited{}; !ended && waited < enough;) {
        const auto before = Clock::now();
        ended = peer_.how_it_ended(tick);
        waited += own_time(Clock::now() - before);
    }
    lose(TargetLost::How::crashed,
         ended ? "the process " + *ended : "the process lives, but has closed its connection to the runner");
}

/// Of the time that has passed, the target's own.
std::chrono::nanoseconds LineLink::own_time(std::chrono::nanoseconds passed) {
    return peer_.own_time ? peer_.own_time(passed) : passed;
}

/// The target is of no more use. What it said before is still to be read.
void LineLink::lose(TargetLost::How how, std::string text) {
    loss_.emplace(how, text);
    if (peer_.end) {
        peer_.end();
    }
    if (peer_.rest) {
        stream_->add(peer_.rest(stream_->received()));
    }
}

/// When all is read.
void LineLink::throw_loss() {
    std::string text = loss_->what();
    keep_noise(stream_->half_line());
    if (fault_) {
        const bool is_known = peer_.how_it_ended || fault_->signal == 0;
        text += (is_known ? "" : fmt::format(" after signal {}", fault_->signal)) + describe(*fault_);
    }
    if (!last_noise_.empty()) {
        text += fmt::format("; its last line was '{}'", excerpt(last_noise_));
    }
    throw TargetLost(loss_->how, text);
}

void LineLink::lose_garbled(std::string text) {
    lose(TargetLost::How::garbled, std::move(text));
    throw *loss_;
}

void LineLink::garbled(const Command& command, std::string_view line, std::string_view why) {
    lose_garbled(fmt::format("'{}' was answered with '{}', which the protocol does not allow: {}",
                             excerpt(to_line(command)), excerpt(line), why));
}

Link link_over(std::unique_ptr<LineStream> stream, LinePeer peer) {
    return [link = std::make_shared<LineLink>(std::move(stream), std::move(peer))](
               std::span<const Command> commands, const Grant& grant, const TakeReply& take) {
        link->say(commands, grant, take);
    };
}

} // namespace tsrpc::conformance
