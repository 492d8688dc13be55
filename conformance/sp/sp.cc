// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/sp/sp.hpp"

#include "conformance/sp/facts.hpp"
#include "conformance/sp/judge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace tsrpc::conformance {
namespace {

constexpr uint16_t usual_senders[] = {0x0001, 0x0002};

RpcStatus status_of(const Registers& response) { return static_cast<RpcStatus>(static_cast<int32_t>(response[W4])); }

} // namespace

Sp::Sp(Test& test) : test_(test) {
    state_ = next(std::move(state_), test.trace().back()); // hello
    const SuiteOptions& options = test.options();
    state_.promised = options.services;
    state_.profile = options.profile.services;
    for (const ProfileService& service : state_.profile) {
        state_.promised.push_back(service.uuid);
    }
    state_.capacity = measured_facts(test).capacity;
}

uint16_t Sp::a() const {
    const std::vector<uint16_t>& senders = test_.target().senders;
    return senders.empty() ? usual_senders[0] : senders[0];
}

uint16_t Sp::b() const {
    const std::vector<uint16_t>& senders = test_.target().senders;
    if (senders.size() == 1) {
        throw Unreachable("the target has one sender id only");
    }
    return senders.empty() ? usual_senders[1] : senders[1];
}

bool Sp::can_send_as(uint16_t sender) const {
    const Greeting& target = test_.target();
    return target.senders.empty() ? sender != target.own_id
                                  : std::ranges::find(target.senders, sender) != target.senders.end();
}

std::vector<uint16_t> Sp::allowed(std::vector<uint16_t> senders) const {
    std::erase_if(senders, [this](uint16_t sender) { return !can_send_as(sender); });
    return senders;
}

// --- the conversation

std::vector<uint16_t> Sp::others(std::vector<uint16_t> senders) const {
    std::erase(senders, a());
    return allowed(std::move(senders));
}

void Sp::hear(const Said& said) {
    for (Finding& finding : judge(state_, said)) {
        test_.find(std::move(finding));
    }
    state_ = next(std::move(state_), said);
}

void Sp::post(Command command) {
    constexpr size_t many = 1024;
    posted_.push_back(std::move(command));
    if (posted_.size() >= many) {
        flush();
    }
}

void Sp::flush() {
    if (!posted_.empty()) {
        const std::vector<Command> commands = std::exchange(posted_, {});
        test_.say(commands, [this](const Said& said, size_t) { hear(said); });
    }
}

const Reply& Sp::say(const Command& command) {
    posted_.push_back(command);
    flush();
    return *test_.trace().back().reply;
}

Registers Sp::request(uint16_t sender, const Registers& words) {
    const auto* const response = std::get_if<Response>(&say(Call{sender, words}).result);
    if (response == nullptr) {
        throw std::runtime_error("the target answers a call without a response");
    }
    return response->words;
}

void Sp::post_request(uint16_t sender, const Registers& words) { post(Call{sender, words}); }

uint32_t Sp::get_version(uint16_t sender) { return request(sender, pack(GetVersionRequest{}))[W4]; }

RpcStatus Sp::service_info(uint16_t sender, const Uuid& uuid) {
    return status_of(request(sender, pack(ServiceInfoRequest{uuid})));
}

RpcStatus Sp::retrieve(uint16_t sender, uint64_t handle, uint64_t tag) {
    return status_of(request(sender, pack(RetrieveMemRequest{MemoryHandle{handle}, MemoryTag{tag}})));
}

RpcStatus Sp::relinquish(uint16_t sender, uint64_t handle) {
    return status_of(request(sender, pack(RelinquishMemRequest{MemoryHandle{handle}})));
}

/// A driver's users have no client id: it sends 0.
Registers Sp::words_of(ServiceCallRequest call) const {
    if (!test_.target().any_words) {
        call.client_id = ClientId{0};
    }
    return pack(call);
}

CallResult Sp::call(uint16_t sender, const ServiceCallRequest& call) {
    const Registers response = request(sender, words_of(call));
    return {status_of(response), response[W5], response[W6]};
}

void Sp::post_service_info(uint16_t sender, const Uuid& uuid) { post_request(sender, pack(ServiceInfoRequest{uuid})); }

void Sp::post_retrieve(uint16_t sender, uint64_t handle, uint64_t tag) {
    post_request(sender, pack(RetrieveMemRequest{MemoryHandle{handle}, MemoryTag{tag}}));
}

void Sp::post_relinquish(uint16_t sender, uint64_t handle) {
    post_request(sender, pack(RelinquishMemRequest{MemoryHandle{handle}}));
}

void Sp::post_call(uint16_t sender, const ServiceCallRequest& call) { post_request(sender, words_of(call)); }

const std::vector<SpmcEvent>& Sp::spmc_events() {
    if (!test_.target().shows_events) {
        throw Unreachable("the target does not show what the SP asks of its SPMC");
    }
    flush();
    return test_.trace().back().reply->events;
}

// --- the test

void Sp::require(bool ok, const std::string& detail) {
    flush();
    test_.require(ok, detail);
}

void Sp::must_succeed(RpcStatus status, const std::string& what) {
    require(status == RpcStatus::success, fmt::format("{}: RPC status is {}, not SUCCESS", what, describe(status)));
}

void Sp::must_not_succeed(RpcStatus status, const std::string& what) {
    require(status != RpcStatus::success, fmt::format("{}: RPC status is SUCCESS", what));
}

void Sp::need_any_words() const {
    if (!test_.target().any_words) {
        throw Unreachable("the target can send requests to services only");
    }
}

void Sp::boot() {
    if (!test_.target().can_reset) {
        throw Unreachable("the SP cannot be reset");
    }
    say(Reset{});
}

void Sp::reset() {
    if (test_.target().can_reset) {
        say(Reset{});
    } else {
        release_all();
    }
}

void Sp::begin() {
    posted_.clear();
    const Said* const last = test_.trace().empty() ? nullptr : &test_.trace().back();
    if (last == nullptr || !last->reply) {
        test_.restart();
        state_ = next(std::move(state_), test_.trace().front());
    } else {
        reset();
        test_.forget();
    }
    handles_given_ = 0;
}

void Sp::leave() {
    if (!test_.target().can_reset) {
        posted_.clear();
        release_all();
    }
    say(Bye{});
}

ServiceCallRequest make_call(InterfaceId interface_id, uint16_t opcode, uint64_t handle, uint32_t request_length,
                             uint32_t client_id) {
    return {interface_id, Opcode{opcode}, MemoryHandle{handle}, RequestLength{request_length}, ClientId{client_id}};
}

ServiceCallRequest make_doorbell(InterfaceId interface_id, uint16_t opcode, uint32_t client_id) {
    return make_call(interface_id, opcode, TSRPC_INVALID_MEMORY_HANDLE, 0, client_id);
}

} // namespace tsrpc::conformance
