// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/targets/sp_host.hpp"

#include "conformance/protocol/link.hpp"
#include "conformance/protocol/words.hpp"
#include "conformance/targets/crash_site.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

namespace tsrpc::conformance {
namespace {

static_assert(Spmc::most_events <= most_events);

/// Commands that a child takes before it has answered the first: their replies fit what a socket buffers.
constexpr uint32_t ahead = 128;

Result done(int32_t result) { return result == 0 ? Result(Ok{}) : Result(FfaError{result}); }

/// The part of a region's memory that a command names.
std::span<uint8_t> part(Spmc& spmc, uint64_t handle, uint64_t offset, uint64_t length) {
    const std::span<uint8_t> memory = spmc.memory(handle);
    if (length > most_bytes) {
        throw LineError(fmt::format("{:x} bytes are more than {:x}", length, most_bytes));
    }
    if (offset > memory.size() || length > memory.size() - offset) {
        throw LineError(fmt::format("{:x} bytes at {:x} are not in the {:x} bytes of region {:016x}", length, offset,
                                    memory.size(), handle));
    }
    return memory.subspan(offset, length);
}

} // namespace

/// Performs each kind of command on an SP that is there.
struct SpHost::Performer {
    HostedSp& sp;

    Result operator()(const Call& c) const {
        const CrashSite::Phase phase("direct_request");
        try {
            return Response{sp.direct_request(c.sender, c.request)};
        } catch (const WroteBeyondResponse& error) {
            throw TargetLost(TargetLost::How::crashed, error.what());
        }
    }
    Result operator()(const Share& c) const {
        const uint64_t handle = c.handle ? *c.handle : sp.spmc().next_handle();
        const int32_t result = sp.spmc().share(c.owner, c.size, c.tag, handle);
        return result == 0 ? Result(Shared{handle}) : Result(FfaError{result});
    }
    Result operator()(const Reclaim& c) const { return done(sp.spmc().reclaim(c.owner, c.handle)); }
    Result operator()(const Read& c) const {
        const std::span<uint8_t> bytes = part(sp.spmc(), c.handle, c.offset, c.length);
        return Bytes{{bytes.begin(), bytes.end()}};
    }
    Result operator()(const Write& c) const {
        // Not of std::ranges, whose copy goes byte by byte.
        std::copy(c.bytes.begin(), c.bytes.end(), part(sp.spmc(), c.handle, c.offset, c.bytes.size()).begin());
        return Ok{};
    }
    Result operator()(const Refuse& c) const {
        sp.spmc().refuse(c.operation, c.error, c.count);
        return Ok{};
    }
    template <class C>
    Result operator()(const C& c) const {
        throw LineError(fmt::format("'{}' is not a command to an SP", name(Command(c))));
    }
};

void SpHost::boot() {
    end();
    const CrashSite::Phase phase("create");
    try {
        hosted_.emplace(plugin_);
    } catch (const std::runtime_error& error) {
        throw TargetUnreachable(fmt::format("{}; what it prints is on standard error", error.what()));
    }
    CrashSite::watch(&hosted_->spmc());
}

void SpHost::end() {
    if (hosted_) {
        const CrashSite::Phase phase("destroy");
        hosted_->end();
        take_events();
        CrashSite::watch(nullptr);
        hosted_.reset();
    }
}

void SpHost::take_events() {
    std::ranges::copy_if(hosted_->spmc().take_events(), std::back_inserter(events_), [](const SpmcEvent& event) {
        return event.operation == SpmcOperation::retrieve || event.operation == SpmcOperation::relinquish;
    });
}

Greeting SpHost::greet(const Hello& hello) {
    if (hello.version != target_protocol_version) {
        throw LineError(fmt::format("version {:x}", target_protocol_version));
    }
    boot();
    Greeting greeting;
    greeting.version = target_protocol_version;
    greeting.role = TargetRole::sp;
    greeting.own_id = hosted_->spmc().interface()->own_id;
    greeting.any_words = greeting.has_memory = greeting.takes_handles = greeting.can_reset = true;
    greeting.shows_events = greeting.can_refuse = true;
    greeting.ahead = ahead;
    greeting.name = printable(plugin_.name ? plugin_.name : "unnamed");
    return greeting;
}

Reply SpHost::perform(const Command& command) {
    Result result = Ok{};
    if (const auto* hello = std::get_if<Hello>(&command)) {
        result = greet(*hello);
    } else if (!hosted_) {
        throw LineError("hello comes first");
    } else if (std::holds_alternative<Reset>(command)) {
        boot();
    } else if (std::holds_alternative<Bye>(command)) {
        end();
    } else {
        result = std::visit(Performer{*hosted_}, command);
    }
    if (hosted_) {
        take_events();
    }
    return {std::exchange(events_, {}), std::move(result)};
}

} // namespace tsrpc::conformance
