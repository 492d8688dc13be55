// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/caller/user.hpp"

#include "conformance/caller/judge.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tsrpc::conformance {
namespace {

constexpr uint64_t most_served_bytes = 0x40000; ///< of a request, so that large ones stay fast

} // namespace

/// Hello was said before the world was there.
User::User(Test& test) : test_(test), state_(next({}, test.trace().back())) { other_.caller = 1; }

const Result& User::say(const Command& command) {
    greeted_ = std::holds_alternative<Hello>(command) || (greeted_ && !std::holds_alternative<Bye>(command));
    CallerState during = std::holds_alternative<Hello>(command) ? next(state_, Said{command}) : state_;
    test_.say(
        {&command, 1},
        [this](const Said& said, size_t) {
            for (Finding& finding : judge(state_, said)) {
                test_.find(std::move(finding));
            }
            state_ = next(std::move(state_), said);
        },
        [&](const Ask& ask) { return grant(during, ask); });
    return test_.trace().back().reply->result;
}

Granted User::grant(CallerState& state, const Ask& ask) {
    if (world.scribbles) {
        scribble(state);
    }
    const Granted honest = truth(world, state, ask);
    const Granted granted = world.script ? world.script(ask, honest) : honest;
    world.shares += std::holds_alternative<Shared>(granted);
    const auto* const response = std::get_if<Response>(&granted);
    if (is_request(ask, Message::service_call) && rpc_status(granted) == RpcStatus::success) {
        serve(state, std::get<Send>(ask), response->words);
    }
    state = next(std::move(state), Asked{ask, granted});
    return granted;
}

void User::scribble(const CallerState& state) {
    for (const auto& [handle, share] : state.shares) {
        if (share.held != Retrieved::no && share.caller == state.caller) {
            test_.touch(Write{handle, 0, std::vector<uint8_t>(std::min(share.size, most_served_bytes), 0xa5)});
        }
    }
}

/// Takes the request, and puts its bytes' complement where the response goes.
void User::serve(const CallerState& state, const Send& ask, const Registers& response) {
    const auto call = *unpack_lenient<ServiceCallRequest>(ask.request);
    const uint64_t handle = call.memory_handle.value();
    const CallerShare* const share = state.find_share(handle);
    if (share == nullptr || share->endpoint != ask.endpoint) {
        return;
    }
    const uint64_t room = std::min(share->size, most_served_bytes);
    const auto read = test_.touch(Read{handle, 0, std::min<uint64_t>(call.request_length.value(), room)});
    const auto* const bytes = std::get_if<Bytes>(&read.result);
    request_ = bytes == nullptr ? std::vector<uint8_t>{} : bytes->bytes;
    std::vector<uint8_t> answer(std::min<uint64_t>(response[W6], room), 0xff);
    for (size_t i = 0; i < std::min(answer.size(), request_.size()); ++i) {
        answer[i] = static_cast<uint8_t>(~request_[i]);
    }
    if (!answer.empty()) {
        test_.touch(Write{handle, 0, answer});
    }
}

bool User::create() {
    end();
    return std::holds_alternative<Greeting>(say(Hello{}));
}

void User::end() {
    if (greeted_) {
        say(Bye{});
    }
}

bool User::select(uint32_t caller) {
    if (test_.target().callers < 2) {
        throw Unreachable("the target can have only one caller at a time");
    }
    if (caller != state_.caller) {
        other_.shares = std::move(state_.shares);
        std::swap(state_, other_);
    }
    return std::holds_alternative<Ok>(say(Select{caller}));
}

void User::begin() {
    if (test_.trace().back().reply) {
        leave();
        test_.forget();
    } else {
        test_.restart();
        greeted_ = true;
    }
    state_ = next({}, test_.trace().front());
}

std::optional<uint32_t> User::open(uint16_t endpoint, const Uuid& service) {
    const auto* const opened = std::get_if<Opened>(&say(Open{endpoint, service}));
    return opened == nullptr ? std::nullopt : std::optional(opened->session);
}

bool User::close(uint32_t session) { return std::holds_alternative<Ok>(say(Close{session})); }

std::optional<Allocated> User::alloc(uint32_t session, uint64_t size) {
    const auto* const allocated = std::get_if<Allocated>(&say(Alloc{session, size}));
    return allocated == nullptr ? std::nullopt : std::optional(*allocated);
}

bool User::free(uint32_t memory) { return std::holds_alternative<Ok>(say(Free{memory})); }

std::optional<Invoked> User::invoke(uint32_t session, uint16_t opcode, uint32_t memory, uint32_t length) {
    request_.clear();
    const auto* const invoked = std::get_if<Invoked>(&say(Invoke{session, opcode, memory, length}));
    return invoked == nullptr ? std::nullopt : std::optional(*invoked);
}

void User::store(uint32_t memory, std::span<const uint8_t> bytes) {
    say(Store{memory, 0, {bytes.begin(), bytes.end()}});
}

std::vector<uint8_t> User::load(uint32_t memory, uint64_t length) {
    const auto* const bytes = std::get_if<Bytes>(&say(Load{memory, 0, length}));
    return bytes == nullptr ? std::vector<uint8_t>{} : bytes->bytes;
}

uint32_t User::session(const Uuid& service, uint16_t endpoint) {
    const auto session = open(endpoint, service);
    if (!session && test_.requirement().id != "session.opens") {
        throw Skipped("the caller opens no session (session.opens)");
    }
    require(session.has_value(), "a session with a service that the endpoint hosts is not opened");
    return *session;
}

Allocated User::memory(uint32_t session, uint64_t size) {
    const auto allocated = alloc(session, size);
    if (!allocated && test_.requirement().id != "sharing.allocates") {
        throw Skipped(fmt::format("the caller does not allocate {} bytes", size));
    }
    require(allocated.has_value(), fmt::format("{} bytes are not allocated", size));
    if (allocated->base == 0 || allocated->size < size) {
        throw Stopped{}; // which is found
    }
    return *allocated;
}

Allocated User::shared(uint32_t session, uint64_t size) {
    const Allocated allocated = memory(session, size);
    call(session, 0x0001, allocated.memory, 1);
    return allocated;
}

std::optional<Allocated> User::try_shared(uint32_t session, uint64_t size) {
    const auto allocated = alloc(session, size);
    if (allocated && allocated->memory != 0 && allocated->base != 0 && allocated->size >= size) {
        invoke(session, 0x0001, allocated->memory, 1);
        return allocated;
    }
    return std::nullopt;
}

Invoked User::call(uint32_t session, uint16_t opcode, uint32_t memory, uint32_t length) {
    const auto invoked = invoke(session, opcode, memory, length);
    if (!invoked) {
        test_.find({"result.serves", Evidence::status, "a call that was served is reported as failed", {}});
        throw Stopped{};
    }
    return *invoked;
}

void User::leave() {
    world.script = nullptr;
    end();
}

} // namespace tsrpc::conformance
