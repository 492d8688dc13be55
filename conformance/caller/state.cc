// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/caller/state.hpp"

#include "tsrpc/plugin.h"

namespace tsrpc::conformance {
namespace {

std::string text_of(const Uuid& uuid) { return to_text(uuid).text; }

void take_response(CallerState& state, uint16_t endpoint, const Registers& request, const Granted& granted) {
    const auto* const response = std::get_if<Response>(&granted);
    const bool succeeded = rpc_status(granted) == RpcStatus::success;
    switch (classify(request)) {
    case Message::get_version:
        if (response != nullptr && response->words[W4] == TSRPC_PROTOCOL_VERSION) {
            state.version_1.insert(endpoint);
        }
        return;
    case Message::service_info:
        if (succeeded) {
            const Uuid uuid = (*unpack_lenient<ServiceInfoRequest>(request)).service_uuid;
            state.interface_ids[{endpoint, text_of(uuid)}].insert(response->words[W5]);
        }
        return;
    case Message::retrieve_mem:
    case Message::relinquish_mem: {
        const uint64_t handle = field_value(layouts::relinquish_mem_request, Field::memory_handle, request);
        const auto share = state.shares.find(handle);
        if (share != state.shares.end() && share->second.endpoint == endpoint) {
            const bool retrieves = classify(request) == Message::retrieve_mem;
            const bool valid = response != nullptr && inspect_response(response->words, request).violations.empty();
            if (retrieves && response == nullptr) {
                share->second.held = Retrieved::unsure;
            } else if (succeeded) {
                share->second.held = !valid ? Retrieved::unsure : retrieves ? Retrieved::yes : Retrieved::no;
            }
            share->second.was_refused = share->second.was_refused || (!retrieves && !(succeeded && valid));
        }
        return;
    }
    case Message::service_call:
    case Message::unknown: return;
    }
}

struct TakeAsked {
    CallerState& state;
    const Granted& granted;

    void operator()(const PartitionIds&) const {
        if (const auto* const ids = std::get_if<Ids>(&granted)) {
            state.endpoints.insert(ids->ids.begin(), ids->ids.end());
        }
    }
    void operator()(const Send& ask) const { take_response(state, ask.endpoint, ask.request, granted); }
    void operator()(const FfaShare& ask) const {
        if (const auto* const shared = std::get_if<Shared>(&granted)) {
            state.shares[shared->handle] = {state.caller, ask.endpoint, ask.base, ask.size};
        }
    }
    void operator()(const FfaReclaim& ask) const {
        const auto share = state.shares.find(ask.handle);
        if (share == state.shares.end()) {
            return;
        }
        if (std::holds_alternative<Ok>(granted)) {
            state.shares.erase(share);
        } else {
            share->second.was_refused = true;
        }
    }
};

/// What a command that the caller performed has changed.
struct TakeResult {
    CallerState& state;
    const Result& result;

    void operator()(const Open& command) const {
        if (const auto* const opened = std::get_if<Opened>(&result)) {
            state.sessions[opened->session] = {command.endpoint, text_of(command.service)};
        }
    }
    void operator()(const Close& command) const {
        if (std::holds_alternative<Ok>(result)) {
            state.sessions.erase(command.session);
            for (auto& [id, memory] : state.memories) {
                memory.may_be_gone = memory.may_be_gone || memory.session == command.session;
            }
        }
    }
    void operator()(const Alloc& command) const {
        const auto* const allocated = std::get_if<Allocated>(&result);
        const Session* const session = state.find_session(command.session);
        if (allocated != nullptr && session != nullptr) {
            std::erase_if(state.memories, [&](const auto& other) { // their pages, so they were freed
                const Memory& memory = other.second;
                return memory.may_be_gone && overlap(allocated->base, allocated->size, memory.base, memory.size);
            });
            state.memories[allocated->memory] = {session->endpoint, command.session, allocated->base, allocated->size};
        }
    }
    void operator()(const Free& command) const {
        state.memories.erase(command.memory); // also where it failed: the user touches it no more
    }
    template <class C>
    void operator()(const C&) const {}
};

} // namespace

const Session* CallerState::find_session(uint32_t id) const {
    const auto found = sessions.find(id);
    return found == sessions.end() ? nullptr : &found->second;
}

const Memory* CallerState::find_memory(uint32_t id) const {
    const auto found = memories.find(id);
    return found == memories.end() ? nullptr : &found->second;
}

const CallerShare* CallerState::find_share(uint64_t handle) const {
    const auto found = shares.find(handle);
    return found == shares.end() || found->second.caller != caller ? nullptr : &found->second;
}

CallerState as_created(CallerState state) {
    CallerState created;
    created.caller = state.caller;
    created.shares = std::move(state.shares);
    for (auto& [handle, share] : created.shares) {
        share.caller = share.caller == state.caller ? CallerShare::nobody : share.caller;
    }
    return created;
}

CallerState next(CallerState state, const Asked& asked) {
    std::visit(TakeAsked{state, asked.granted}, asked.ask);
    return state;
}

CallerState next(CallerState state, const Said& said) {
    if (std::holds_alternative<Hello>(said.command)) { // a new caller knows nothing
        state = as_created(std::move(state));
    }
    for (const Asked& asked : said.asked) {
        state = next(std::move(state), asked);
    }
    if (std::holds_alternative<Bye>(said.command)) {
        state = as_created(std::move(state));
    }
    if (said.reply) {
        std::visit(TakeResult{state, said.reply->result}, said.command);
    }
    return state;
}

bool is_request(const Ask& ask, Message message) {
    const auto* const send = std::get_if<Send>(&ask);
    return send != nullptr && classify(send->request) == message;
}

std::optional<RpcStatus> rpc_status(const Granted& granted) {
    const auto* const response = std::get_if<Response>(&granted);
    return response == nullptr ? std::nullopt : std::optional(RpcStatus{static_cast<int32_t>(response->words[W4])});
}

bool was_not_delivered(const Granted& granted) {
    const auto* const error = std::get_if<FfaError>(&granted);
    return error != nullptr && (error->code == TSRPC_FFA_BUSY || error->code == TSRPC_FFA_RETRY);
}

bool overlap(uint64_t base, uint64_t size, uint64_t other_base, uint64_t other_size) {
    return base < other_base ? other_base - base < size : base - other_base < other_size;
}

} // namespace tsrpc::conformance
