// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/caller/sequence.hpp"

#include "tsrpc/plugin.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace tsrpc::conformance {
namespace {

using Lie = CallerStep::Lie;
using To = CallerStep::To;

constexpr uint32_t words[] = {0,          1,          2,          0xffffffff, 0xfffffffe, 0xfffffffd,
                              0xfffffffc, 0xfffffffb, 0xfffffffa, 0xfffffff9, 0xfffffff8, 0xfffffff7,
                              0xff,       0x1ff,      0x100,      0x101,      0x1000,     0x1001,
                              0x10000,    0x01000000, 0x7fffffff, 0x80000000};

bool is_to(const Ask& ask, To to) {
    switch (to) {
    case To::all: return true;
    case To::get_version: return is_request(ask, Message::get_version);
    case To::service_info: return is_request(ask, Message::service_info);
    case To::retrieve_mem: return is_request(ask, Message::retrieve_mem);
    case To::relinquish_mem: return is_request(ask, Message::relinquish_mem);
    case To::service_call: return is_request(ask, Message::service_call);
    case To::share: return std::holds_alternative<FfaShare>(ask);
    case To::reclaim: return std::holds_alternative<FfaReclaim>(ask);
    case To::partition_ids: break;
    }
    return std::holds_alternative<PartitionIds>(ask);
}

/// The response's words with the step's lie in them.
Registers falsified(const CallerStep& step, Registers registers) {
    if (lie_of(step) == Lie::word) {
        registers.words[W4 + step.number % 3] = words[step.number / 3u % std::size(words)];
    } else if (lie_of(step) == Lie::bit) {
        const unsigned bit = step.number % 160;
        registers.words[bit / 32] ^= 1u << bit % 32;
    } else {
        std::mt19937 random(step.number);
        const uint32_t same = words[step.number / 4u % std::size(words)];
        std::ranges::generate(registers.words,
                              [&] { return step.number % 4 == 0 ? same : static_cast<uint32_t>(random()); });
    }
    return registers;
}

Granted lie(const CallerStep& step, const Granted& truth) {
    if (lie_of(step) == Lie::ffa_error) {
        return FfaError{-1 - static_cast<int32_t>(step.number % 8)};
    }
    const auto* const response = std::get_if<Response>(&truth);
    return response == nullptr ? truth : Granted(Response{falsified(step, response->words)});
}

/// Lies once, or each time.
Script script_of(const CallerStep& step) {
    if (lie_of(step) == Lie::none) {
        return nullptr;
    }
    return [step, left = step.number / 8 % 2 == 0 ? 1 : 1'000'000](const Ask& ask, const Granted& truth) mutable {
        return is_to(ask, target_of(step)) && left-- > 0 ? lie(step, truth) : truth;
    };
}

uint64_t size_of(const CallerStep& step) {
    constexpr uint64_t sizes[] = {4096, 1, 4097, 8192, 4096, 16384, 5000, 65536};
    constexpr uint64_t absurd[] = {0, ~uint64_t{0}, uint64_t{1} << 63, 0xffffffff'00000000, ~uint64_t{0} - 4095};
    return step.detail >= 0xe0 ? absurd[step.number % std::size(absurd)] : sizes[step.detail % std::size(sizes)];
}

/// Lengths around the memory's size, mostly those that fit.
uint32_t length_of(const CallerStep& step, uint64_t size) {
    const auto whole = static_cast<uint32_t>(size);
    switch (step.number % 16) {
    case 0: return 0;
    case 1: return 1;
    case 2: return whole;
    case 3: return whole + 1;
    case 4: return 0x80000000 >> step.detail % 20;
    case 5: return 0xffffffff - step.detail;
    default: return static_cast<uint32_t>(step.number % (size + 1));
    }
}

/// An endpoint's services have other interface ids after a boot, and endpoints may speak another version.
World changed_world(const CallerStep& step) {
    World world = usual_world();
    uint8_t next = step.detail;
    for (Endpoint& endpoint : world.endpoints) {
        for (EndpointService& service : endpoint.services) {
            next = static_cast<uint8_t>(next + 0x35);
            service.interface_id = next == TSRPC_MANAGEMENT_INTERFACE_ID ? ++next : next;
        }
    }
    if (step.number % 4 == 1) {
        world.endpoints[step.number / 4 % 2].version = words[step.number / 8u % std::size(words)];
    }
    return world;
}

} // namespace

CallerSequence::CallerSequence(User& user) : user_(user) { create({}); }

void CallerSequence::perform(const CallerStep& step) {
    user_.world.script = script_of(step);
    trusts_ = trusts_ && !user_.world.script;
    const auto session = sessions_[step.session % CallerStep::places];
    const auto memory = memories_[step.memory % CallerStep::places];
    const CallerStep::Kind kind = kind_of(step);
    if (kind == CallerStep::Kind::create) {
        create(step);
    } else if (kind == CallerStep::Kind::open && exists_) {
        open(step);
    } else if (kind == CallerStep::Kind::free && memory) {
        free(*memory);
    } else if (kind == CallerStep::Kind::close && session) {
        close(*session);
    } else if (kind == CallerStep::Kind::alloc && session) {
        alloc(step, *session);
    } else if (kind == CallerStep::Kind::doorbell && session) {
        invoke(step, *session, 0);
    } else if (kind == CallerStep::Kind::invoke && session && memory) {
        invoke(step, *session, *memory);
    }
    user_.world.script = nullptr;
}

void CallerSequence::refused(std::string_view requirement, std::string_view what) {
    user_.test().find({requirement, Evidence::status, std::string(what), {}});
}

void CallerSequence::create(const CallerStep& step) {
    sessions_ = {};
    memories_ = {};
    largest_alone_ = 0;
    user_.leave();
    user_.world = step == CallerStep{} ? usual_world() : changed_world(step);
    user_.world.script = script_of(step);
    trusts_ = !user_.world.script;
    exists_ = user_.create(); // or not: what the callers before it did not get back may be all that there was
}

/// A caller may have few sessions: one with a service, or with one endpoint at a time, or one in all.
bool CallerSequence::must_open(uint16_t endpoint, const Uuid& service) const {
    const auto found = std::ranges::find(user_.world.endpoints, endpoint, &Endpoint::id);
    if (!trusts_ || found == user_.world.endpoints.end() || !user_.state().speaks_version_1(endpoint) ||
        std::ranges::find(found->services, service, &EndpointService::uuid) == found->services.end()) {
        return false;
    }
    return user_.state().sessions.empty();
}

void CallerSequence::open(const CallerStep& step) {
    const uint16_t endpoint = step.detail % 16 == 15 ? 0x8003 : step.detail % 2 == 0 ? 0x8001 : 0x8002;
    Uuid service = step.detail / 2 % 2 == 0 ? test_uuid : twin_uuid;
    if (step.detail / 4 % 8 == 7) { // another one by a bit
        service.bytes[step.number / 8 % Uuid::size] ^= static_cast<uint8_t>(1u << step.number % 8);
    }
    const bool must = must_open(endpoint, service);
    if (const auto session = user_.open(endpoint, service)) {
        sessions_[step.session % CallerStep::places] = *session;
    } else if (must) {
        refused("session.opens", "a session with a service that the endpoint hosts is not opened");
    }
}

void CallerSequence::close(uint32_t session) {
    const bool is_open = user_.state().find_session(session) != nullptr;
    const bool must = trusts_ && user_.state().memories.empty(); // it may be kept for its memory
    if (!user_.close(session) && is_open) {
        std::ranges::replace(sessions_, std::optional(session), std::optional<uint32_t>());
        if (must) {
            refused("session.closed", "an open session cannot be closed");
        }
    }
}

void CallerSequence::alloc(const CallerStep& step, uint32_t session) {
    const bool is_alone = user_.state().memories.empty();
    const uint64_t size = size_of(step);
    const bool must =
        trusts_ && is_alone && size != 0 && size <= largest_alone_ && user_.state().find_session(session) != nullptr;
    const auto memory = user_.alloc(session, size);
    if (memory && (memory->memory == 0 || memory->base == 0 || memory->size < size)) {
        return; // which is found
    }
    if (memory) {
        memories_[step.memory % CallerStep::places] = memory->memory;
        largest_alone_ = is_alone ? std::max(largest_alone_, size) : largest_alone_;
    } else if (must) {
        refused("sharing.allocates", "memory of a size that was allocated before is not allocated");
    }
}

void CallerSequence::free(uint32_t memory) {
    const Memory* const allocated = user_.state().find_memory(memory);
    const bool is_allocated = allocated != nullptr;
    const bool must = trusts_ && is_allocated && !allocated->may_be_gone;
    if (!user_.free(memory) && is_allocated) { // the user touches it no more
        std::ranges::replace(memories_, std::optional(memory), std::optional<uint32_t>());
        if (must) {
            refused("sharing.allocates", "memory is not freed");
        }
    }
}

void CallerSequence::invoke(const CallerStep& step, uint32_t session, uint32_t memory) {
    constexpr uint64_t most_sent = 256;
    const Session* const open = user_.state().find_session(session);
    const Memory* used = user_.state().find_memory(memory);
    used = used != nullptr && used->may_be_gone ? nullptr : used; // which the user does not touch
    const uint32_t length = memory == 0 ? 0 : length_of(step, used == nullptr ? 4096 : used->size);
    const bool must = trusts_ && open != nullptr &&
                      (memory == 0 || (used != nullptr && used->endpoint == open->endpoint && length <= used->size));
    std::vector<uint8_t> sent(used == nullptr ? 0 : std::min({uint64_t{length}, used->size, most_sent}));
    std::mt19937 random(step.number);
    std::ranges::generate(sent, [&random] { return static_cast<uint8_t>(random()); });
    if (!sent.empty()) {
        user_.store(memory, sent);
    }
    user_.world.service_status = step.detail % 4 == 3 ? step.number * 0x00010003u : 0;
    const auto opcode = static_cast<uint16_t>(step.number * 0x0101u + step.detail);
    if (const auto invoked = user_.invoke(session, opcode, memory, length)) {
        check_payload(memory, sent, *invoked);
    } else if (must) {
        refused("result.serves", "a call that can be served is reported as failed");
    }
}

void CallerSequence::check_payload(uint32_t memory, std::span<const uint8_t> sent, const Invoked& invoked) {
    if (sent.empty() || user_.state().find_memory(memory) == nullptr || user_.request().size() < sent.size()) {
        return;
    }
    if (!std::equal(sent.begin(), sent.end(), user_.request().begin())) {
        refused("sharing.payload", "a request does not reach the endpoint as it was written");
        return;
    }
    const size_t answered = std::min<size_t>(sent.size(), invoked.response_length);
    const std::vector<uint8_t> response = user_.load(memory, answered);
    for (size_t i = 0; i < answered; ++i) {
        if (response[i] != static_cast<uint8_t>(~sent[i])) {
            refused("sharing.payload", "a response does not reach the user as it was written");
            return;
        }
    }
}

} // namespace tsrpc::conformance
