// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/exchanges/caller_script.hpp"

#include "conformance/caller/judge.hpp"
#include "tsrpc/plugin.h"

#include <algorithm>
#include <stdexcept>

namespace tsrpc::conformance {
namespace {

constexpr std::string_view may = "may";
constexpr std::string_view must = "must"; // once
constexpr std::string_view some = "some"; // once or more often
constexpr std::string_view known = "known";

constexpr size_t most_shown = 32; ///< bytes of a request or response

Uuid protocol_uuid() {
    constexpr std::string_view text = TSRPC_PROTOCOL_UUID;
    return parse_uuid(text.data(), text.size()).uuid;
}

std::vector<uint8_t> counting(uint8_t first, size_t size) {
    std::vector<uint8_t> bytes(size);
    for (size_t i = 0; i < size; ++i) {
        bytes[i] = static_cast<uint8_t>(first + i);
    }
    return bytes;
}

int32_t error_of(const Granted& granted) {
    const auto* const error = std::get_if<FfaError>(&granted);
    return error == nullptr ? 0 : error->code;
}

/// An ask, and what it gets, as the file has it.
struct AskJson {
    const Granted& granted;

    Json operator()(const PartitionIds& ask) const {
        return {{"ask", "partition_ids"}, {"uuid", to_text(ask.protocol).text}, {"ids", std::get<Ids>(granted).ids}};
    }
    Json operator()(const Send& ask) const {
        const bool is_call = classify(ask.request) == Message::service_call;
        Json json = {{"ask", "request"},
                     {"endpoint", ask.endpoint},
                     {"words", report::registers_to_json(ask.request)},
                     {"mask", report::registers_to_json({{~0u, ~0u, ~0u, ~0u, is_call ? 0 : ~0u}})}}; // any client id
        if (const auto* const response = std::get_if<Response>(&granted)) {
            json["response"] = report::registers_to_json(response->words);
        } else {
            json["error"] = error_of(granted);
        }
        return json;
    }
    Json operator()(const FfaShare& ask) const {
        Json json = {{"ask", "share"}, {"endpoint", ask.endpoint}, {"pages", ask.size / TSRPC_PAGE_SIZE}};
        if (const auto* const shared = std::get_if<Shared>(&granted)) {
            json["handle"] = hex64(shared->handle);
        } else {
            json["error"] = error_of(granted);
        }
        return json;
    }
    Json operator()(const FfaReclaim& ask) const {
        return {{"ask", "reclaim"}, {"handle", hex64(ask.handle)}, {"error", error_of(granted)}};
    }
};

} // namespace

CallerScript::CallerScript(std::string id, std::string comment, std::vector<std::string> flags)
    : id_("caller-" + std::move(id)), comment_(std::move(comment)), flags_(std::move(flags)) {}

void CallerScript::answer(Message message, Granted granted) { answers_.insert_or_assign(message, std::move(granted)); }

void CallerScript::serve(uint32_t service_status, uint32_t response_length) {
    served_ = {service_status, response_length};
}

Granted CallerScript::ask(const Ask& ask, std::string_view occurs) {
    Granted granted = truth(world, during_, ask);
    const Granted honest = granted;
    if (const auto* const request = std::get_if<Send>(&ask)) {
        const auto lie = answers_.find(classify(request->request));
        if (lie != answers_.end()) {
            granted = lie->second;
        } else if (served_ && classify(request->request) == Message::service_call) {
            granted = Response{{{request->request[W3], 0, served_->first, served_->second, 0}}};
        }
        if (auto* const response = std::get_if<Response>(&granted)) {
            response->words.words[W3] = request->request[W3];
        }
    } else if (std::holds_alternative<FfaShare>(ask) && share_error_ != 0) {
        granted = FfaError{share_error_};
    } else if (std::holds_alternative<FfaReclaim>(ask) && reclaim_error_ != 0) {
        granted = FfaError{reclaim_error_};
    }
    world.shares += std::holds_alternative<Shared>(granted);
    honest_ = honest_ && granted == honest;
    said_.asked.push_back({ask, granted});
    during_ = next(std::move(during_), said_.asked.back());
    Json json = {{"occurs", occurs}};
    json.update(std::visit(AskJson{granted}, ask));
    step_["asks"].push_back(json);
    return granted;
}

Granted CallerScript::send(uint16_t endpoint, const Registers& request, std::string_view occurs) {
    return ask(Send{endpoint, request}, occurs);
}

void CallerScript::ask_ids() { ask(PartitionIds{protocol_uuid(), 16}, known); }

void CallerScript::ask_version(uint16_t endpoint, std::string_view occurs) {
    send(endpoint, pack(GetVersionRequest{}), occurs);
}

/// RELINQ_MEM, and FFA_MEM_RECLAIM if the endpoint did. Whether both went well.
bool CallerScript::relinquish(uint64_t handle, std::string_view occurs) {
    const uint16_t endpoint = during_.find_share(handle)->endpoint;
    const Granted granted = send(endpoint, pack(RelinquishMemRequest{MemoryHandle{handle}}), occurs);
    const std::string_view again = occurs == must && reclaim_error_ != 0 ? some : occurs;
    return rpc_status(granted) == RpcStatus::success && std::holds_alternative<Ok>(ask(FfaReclaim{handle}, again));
}

void CallerScript::begin(const Command& command, Json operation) {
    said_ = {command, {}, {}};
    step_ = {{"user", std::move(operation)}, {"asks", Json::array()}};
    during_ = std::holds_alternative<Hello>(command) ? next(state_, said_) : state_;
    honest_ = true;
}

/// Finds by the judge whether the operation succeeds: if success and failure both break nothing, what nobody lied about
/// succeeds, and anything else is the caller's choice.
void CallerScript::end(const Result& success, Json results) {
    const auto blames = [&](const Result& result) {
        Said said = said_;
        said.reply = Reply{{}, result};
        return !judge(state_, said).empty();
    };
    const Result failure = Failed{-1};
    const bool success_is_wrong = blames(success);
    if (success_is_wrong && blames(failure)) {
        throw std::logic_error(id_ + ": the judge blames success and failure");
    }
    const bool succeeds = !success_is_wrong && (honest_ || blames(failure));
    said_.reply = Reply{{}, success_is_wrong ? failure : success};
    step_["result"] = success_is_wrong ? "failure" : succeeds ? "success" : "any";
    if (succeeds && results.is_object()) {
        step_.update(results);
    }
    state_ = next(std::move(state_), said_);
    most_sessions_ = std::max(most_sessions_, state_.sessions.size());
    most_memories_ = std::max(most_memories_, state_.shares.size());
    steps_.push_back(std::move(step_));
    answers_.clear();
    served_.reset();
    share_error_ = reclaim_error_ = 0;
}

void CallerScript::create() {
    begin(Hello{}, {{"does", "create"}});
    ask(PartitionIds{protocol_uuid(), 16}, may);
    for (const Endpoint& endpoint : world.endpoints) {
        ask_version(endpoint.id, may);
    }
    Greeting greeting;
    greeting.role = TargetRole::caller;
    honest_ =
        std::ranges::count(world.endpoints, TSRPC_PROTOCOL_VERSION, &Endpoint::version) != 0; // or it is of no use
    end(greeting);
}

void CallerScript::open(uint32_t session, uint16_t endpoint, const Uuid& service) {
    begin(Open{endpoint, service},
          {{"does", "open"}, {"session", session}, {"endpoint", endpoint}, {"service", to_text(service).text}});
    ask_ids();
    ask_version(endpoint, known);
    if (during_.speaks_version_1(endpoint)) {
        const bool is_told = state_.interface_ids.contains({endpoint, to_text(service).text});
        if (is_told) { // it may not ask, and then nobody has lied
            answers_.erase(Message::service_info);
        }
        send(endpoint, pack(ServiceInfoRequest{service}), is_told ? may : some);
    }
    end(Opened{session});
}

void CallerScript::close(uint32_t session) {
    begin(Close{session}, {{"does", "close"}, {"session", session}});
    end(Ok{});
}

void CallerScript::alloc(uint32_t memory, uint32_t session, uint64_t size) {
    begin(Alloc{session, size}, {{"does", "alloc"}, {"memory", memory}, {"session", session}, {"size", size}});
    const Session* const opened = state_.find_session(session);
    const uint64_t shared_size = (size + TSRPC_PAGE_SIZE - 1) / TSRPC_PAGE_SIZE * TSRPC_PAGE_SIZE;
    const uint64_t base = next_base_;
    if (opened != nullptr && size != 0) {
        next_base_ += shared_size;
        ask_version(opened->endpoint, may);
        const Granted granted = ask(FfaShare{opened->endpoint, base, shared_size}, must);
        if (const auto* const shared = std::get_if<Shared>(&granted)) {
            const Granted answer =
                send(opened->endpoint, pack(RetrieveMemRequest{MemoryHandle{shared->handle}, MemoryTag{0}}), must);
            handles_[memory] = shared->handle;
            if (rpc_status(answer) != RpcStatus::success) {
                ask(FfaReclaim{shared->handle}, reclaim_error_ == 0 ? must : some);
            }
        }
    }
    // Without a share there is nothing to hand out: the judge does not know that nothing is shared late here.
    const bool is_shared = handles_.contains(memory) && during_.find_share(handles_[memory]) != nullptr;
    if (is_shared || opened == nullptr || size == 0) {
        end(Allocated{memory, base, std::max<uint64_t>(shared_size, size)});
    } else {
        end(Allocated{0, 0, 0}); // which the judge blames
    }
}

void CallerScript::free(uint32_t memory) {
    begin(Free{memory}, {{"does", "free"}, {"memory", memory}});
    if (is_allocated(memory)) {
        ask_version(state_.find_memory(memory)->endpoint, may);
        relinquish(handles_.at(memory), must);
    }
    end(Ok{});
}

void CallerScript::invoke(uint32_t session, uint16_t opcode, uint32_t memory, uint32_t length, uint8_t first) {
    const std::vector<uint8_t> request = counting(first, std::min<size_t>(length, most_shown));
    begin(Invoke{session, opcode, memory, length}, {{"does", "invoke"},
                                                    {"session", session},
                                                    {"opcode", opcode},
                                                    {"memory", memory},
                                                    {"length", length},
                                                    {"request", hex(request)}});
    const Session* const opened = state_.find_session(session);
    const Memory* const allocated = state_.find_memory(memory);
    const bool has_memory = allocated != nullptr && opened != nullptr && allocated->endpoint == opened->endpoint &&
                            length <= allocated->size;
    if (opened == nullptr || (memory != 0 && !has_memory)) {
        end(Invoked{0, 0}); // without a frame
        return;
    }
    ask_version(opened->endpoint, may);
    const uint64_t handle = memory == 0 ? TSRPC_INVALID_MEMORY_HANDLE : handles_.at(memory);
    const uint32_t id = *state_.interface_ids.at({opened->endpoint, opened->service}).begin() & 0xff;
    const Granted granted = send(opened->endpoint,
                                 {{id << TSRPC_CONTROL_INTERFACE_ID_SHIFT | opcode, static_cast<uint32_t>(handle),
                                   static_cast<uint32_t>(handle >> 32), length, 0}},
                                 must);
    const auto* const response = std::get_if<Response>(&granted);
    const Registers words = response == nullptr ? Registers{} : response->words;
    Json& asked = step_["asks"].back();
    std::vector<uint8_t> answer;
    if (memory != 0) {
        asked["sees"] = hex(request);
        if (rpc_status(granted) == RpcStatus::success) {
            answer = counting(static_cast<uint8_t>(first + 0x80), std::min<size_t>(words[W6], most_shown));
            asked["writes"] = hex(answer);
        }
    }
    Json results = {{"service_status", words[W5]}, {"response_length", words[W6]}, {"response", hex(answer)}};
    end(Invoked{words[W5], words[W6]}, std::move(results));
}

void CallerScript::destroy() {
    begin(Bye{}, {{"does", "destroy"}});
    std::vector<uint64_t> shared;
    for (const auto& [handle, share] : state_.shares) {
        if (state_.find_share(handle) != nullptr) {
            shared.push_back(handle);
        }
    }
    for (const uint64_t handle : shared) {
        const CallerShare& share = *state_.find_share(handle);
        if (share.held != Retrieved::no) {
            relinquish(handle, share.was_refused ? may : must);
        } else { // only the reclaim was refused
            ask(FfaReclaim{handle}, may);
        }
    }
    end(Ok{});
}

Json CallerScript::json() const {
    return {{"id", id_},
            {"comment", comment_},
            {"flags", flags_},
            {"needs", {{"sessions", most_sessions_}, {"memories", most_memories_}}},
            {"steps", steps_}};
}

} // namespace tsrpc::conformance
