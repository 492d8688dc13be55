// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/targets/board/board.hpp"

#include "conformance/protocol/words.hpp"

#include <fmt/format.h>

#include <memory>
#include <string>
#include <utility>

namespace tsrpc::conformance {
namespace {

/// The id of Linux without a hypervisor is 0.
uint16_t sender_of(BoardKind kind) { return kind == BoardKind::driver ? 0x0000 : 0x0002; }

/// What a driver says of all that the SP refuses.
constexpr FfaError refused{TSRPC_FFA_INVALID_PARAMETERS};

Result cannot(std::string why) { return Cannot{std::move(why)}; }

bool succeeded(const Registers& response) { return response[W4] == static_cast<uint32_t>(TSRPC_RPC_SUCCESS); }

} // namespace

struct Board::Performer {
    Board& board;

    bool is_driver() const { return board.kind_ == BoardKind::driver; }
    uint16_t sender() const { return sender_of(board.kind_); }
    Result host(const Command& command) const { return board.host_.perform(command).result; }
    Registers send(const Registers& request) const { return std::get<Response>(host(Call{sender(), request})).words; }

    Result operator()(const Hello& c) const { return board.greet(c); }
    Result operator()(const Bye&) const {
        board.is_greeted_ = false;
        return Ok{};
    }
    Result operator()(const Reset&) const { return cannot("the board's SP cannot be reset"); }
    Result operator()(const Refuse&) const { return cannot("the board's SPMC refuses nothing on demand"); }

    Result operator()(const Call& c) const {
        if (c.sender != sender()) {
            return cannot(fmt::format("requests from this board come from {:04x}", sender()));
        }
        if (!is_driver()) {
            return host(c);
        }
        if (const char* const why = out_of_reach(c.request); why != nullptr) {
            return cannot(why);
        }
        const Registers response = send(c.request);
        if (classify(c.request) == Message::service_info && succeeded(response)) {
            board.interfaces_.insert(static_cast<uint8_t>(response[W5]));
        }
        return Response{response};
    }

    /// Why the driver does not send a request, or null.
    const char* out_of_reach(const Registers& request) const {
        const Message message = classify(request);
        if (message == Message::service_info) {
            return request == pack(*unpack_lenient<ServiceInfoRequest>(request)) ? nullptr
                                                                                 : "the driver sends no flags";
        }
        if (message != Message::service_call) {
            return "only the driver sends management requests";
        }
        const auto call = *unpack_lenient<ServiceCallRequest>(request);
        if (request != pack(call)) {
            return "the driver sends no flags";
        }
        if (!board.interfaces_.contains(call.interface_id.value())) {
            return "the driver has no session with that interface";
        }
        if (call.client_id != ClientId{0}) {
            return "the driver's client id is 0";
        }
        if (call.memory_handle == no_memory) {
            return nullptr;
        }
        const auto memory = board.memory_.find(call.memory_handle.value());
        if (memory == board.memory_.end()) {
            return "the driver has no such memory";
        }
        return call.request_length.value() <= memory->second ? nullptr : "the driver refuses a length over the memory";
    }

    Result operator()(const Share& c) const {
        if (c.owner != sender()) {
            return cannot(fmt::format("the owner of this board's memory is {:04x}", sender()));
        }
        if (c.handle) {
            return cannot("the board's SPMC chooses handles");
        }
        if (!is_driver()) {
            return host(c);
        }
        if (c.tag != 0) {
            return cannot("the driver's tag is 0");
        }
        const Result result = host(c);
        const auto* const shared = std::get_if<Shared>(&result);
        if (shared == nullptr) {
            return result;
        }
        if (!succeeded(send(pack(RetrieveMemRequest{MemoryHandle{shared->handle}, MemoryTag{0}})))) {
            host(Reclaim{c.owner, shared->handle});
            return refused;
        }
        board.memory_[shared->handle] = c.size;
        return Shared{shared->handle, /*retrieved=*/true};
    }

    Result operator()(const Reclaim& c) const {
        if (!is_driver()) {
            return host(c);
        }
        if (c.owner != sender() || !board.memory_.contains(c.handle) ||
            !succeeded(send(pack(RelinquishMemRequest{MemoryHandle{c.handle}})))) {
            return refused;
        }
        Result result = host(c);
        if (std::holds_alternative<Ok>(result)) {
            board.memory_.erase(c.handle);
        }
        return result;
    }

    template <class C>
    Result operator()(const C& c) const {
        return host(c);
    }
};

Greeting Board::greet(const Hello& hello) {
    if (hello.version != target_protocol_version) {
        throw LineError(fmt::format("version {:x}", target_protocol_version));
    }
    Greeting greeting;
    greeting.version = target_protocol_version;
    greeting.own_id = Spmc::default_own_id;
    greeting.senders = {sender_of(kind_)};
    greeting.any_words = kind_ == BoardKind::firmware;
    greeting.has_memory = true;
    greeting.ahead = 8;
    greeting.name = kind_ == BoardKind::firmware ? "a board" : "a board's driver";
    if (!is_booted_) {
        host_.perform(hello);
        is_booted_ = true;
    }
    is_greeted_ = true;
    return greeting;
}

Reply Board::perform(const Command& command) {
    if (!is_greeted_ && !std::holds_alternative<Hello>(command)) {
        throw LineError("hello comes first");
    }
    return {{}, std::visit(Performer{*this}, command)};
}

Link board_in_process(const tsrpc_sp_plugin& plugin, BoardKind kind) {
    return [board = std::make_shared<Board>(plugin, kind)](std::span<const Command> commands, const Grant&,
                                                           const TakeReply& take) {
        for (const Command& command : commands) {
            take(board->perform(command));
        }
    };
}

} // namespace tsrpc::conformance
