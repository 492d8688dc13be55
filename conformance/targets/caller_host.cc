// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/targets/caller_host.hpp"

#include "conformance/protocol/words.hpp"
#include "conformance/targets/crash_site.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <type_traits>
#include <utility>

namespace tsrpc::conformance {
namespace {

uint64_t address(const void* pointer) { return reinterpret_cast<uintptr_t>(pointer); }

/// The error that a function returned, or what it left.
template <class R>
Result left(int32_t error, const R& result) {
    return error == 0 ? Result(result) : Result(Failed{error});
}

Uuid uuid_from(const uint8_t bytes[16]) {
    Uuid uuid = {};
    std::copy_n(bytes, Uuid::size, uuid.bytes);
    return uuid;
}

/// Whether a command is a function of the caller's own.
bool is_of_caller(const Command& command) {
    return std::visit(
        []<class C>(const C&) {
            return std::is_same_v<C, Open> || std::is_same_v<C, Close> || std::is_same_v<C, Alloc> ||
                   std::is_same_v<C, Free> || std::is_same_v<C, Invoke>;
        },
        command);
}

/// What a grant says in place of what was asked for.
int32_t error_of(const Granted& granted) {
    const auto* const error = std::get_if<FfaError>(&granted);
    return error == nullptr ? 0 : error->code;
}

} // namespace

CallerHost::CallerHost(const tsrpc_caller_plugin& plugin)
    : plugin_(plugin), ffa_{TSRPC_PLUGIN_ABI_VERSION, own_id,    this,       partition_ids,
                            direct_request,           mem_share, mem_reclaim} {}

CallerHost::~CallerHost() {
    if (caller_ != nullptr) { // nobody is there to grant anything
        const Grant refuse = [](const Ask&) -> Granted { return FfaError{TSRPC_FFA_ABORTED}; };
        grant_ = &refuse;
        end();
        grant_ = nullptr;
    }
}

struct CallerHost::Performer {
    CallerHost& host;

    const tsrpc_caller_plugin& plugin() const { return host.plugin_; }

    Result operator()(const Open& c) const {
        const CrashSite::Phase phase("open_session");
        uint32_t session = 0;
        const int32_t error = plugin().open_session(host.caller_, c.endpoint, c.service.bytes, &session);
        return left(error, Opened{session});
    }
    Result operator()(const Close& c) const {
        const CrashSite::Phase phase("close_session");
        return left(plugin().close_session(host.caller_, c.session), Ok{});
    }
    Result operator()(const Alloc& c) const {
        const CrashSite::Phase phase("alloc_memory");
        uint32_t memory = 0;
        void* base = nullptr;
        uint64_t size = 0;
        const int32_t error = plugin().alloc_memory(host.caller_, c.session, c.size, &memory, &base, &size);
        if (error == 0) {
            host.memories_[memory] = {static_cast<uint8_t*>(base), base == nullptr ? 0 : size};
        }
        return left(error, Allocated{memory, address(base), size});
    }
    Result operator()(const Free& c) const {
        const CrashSite::Phase phase("free_memory");
        host.memories_.erase(c.memory);
        return left(plugin().free_memory(host.caller_, c.memory), Ok{});
    }
    Result operator()(const Invoke& c) const {
        const CrashSite::Phase phase("invoke");
        Invoked out = {0xa5a5a5a5, 0x5a5a5a5a}; // so that it shows what is not written
        const int32_t error = plugin().invoke(host.caller_, c.session, c.opcode, c.memory, c.request_length,
                                              &out.service_status, &out.response_length);
        return left(error, out);
    }
    Result operator()(const Load& c) const {
        const std::span<uint8_t> bytes = part(host.memories_[c.memory], c.offset, c.length);
        return Bytes{{bytes.begin(), bytes.end()}};
    }
    Result operator()(const Store& c) const {
        std::ranges::copy(c.bytes, part(host.memories_[c.memory], c.offset, c.bytes.size()).begin());
        return Ok{};
    }
    Result operator()(const Read& c) const {
        const std::span<uint8_t> bytes = part(host.shared_[c.handle], c.offset, c.length);
        return Bytes{{bytes.begin(), bytes.end()}};
    }
    Result operator()(const Write& c) const {
        std::ranges::copy(c.bytes, part(host.shared_[c.handle], c.offset, c.bytes.size()).begin());
        return Ok{};
    }
    Result operator()(const Hello& c) const {
        if (c.version != target_protocol_version) {
            throw LineError(fmt::format("version {:x}", target_protocol_version));
        }
        Result created = host.boot();
        if (!std::holds_alternative<Ok>(created)) {
            return created;
        }
        Greeting greeting;
        greeting.version = target_protocol_version;
        greeting.role = TargetRole::caller;
        greeting.own_id = own_id;
        greeting.has_memory = greeting.can_reset = true;
        greeting.name = printable(plugin().name ? plugin().name : "unnamed");
        return greeting;
    }
    Result operator()(const Reset&) const { return host.boot(); }
    Result operator()(const Bye&) const {
        host.end();
        return Ok{};
    }
    template <class C>
    Result operator()(const C& c) const {
        throw LineError(fmt::format("'{}' is not a command to a caller", name(Command(c))));
    }
};

Reply CallerHost::perform(const Command& command, const Grant& grant) {
    const bool nested = grant_ != nullptr;
    const bool touches_memory = std::holds_alternative<Read>(command) || std::holds_alternative<Write>(command);
    if (nested && !touches_memory) {
        throw LineError("nothing but read and write comes while an ask is open");
    }
    if (!std::holds_alternative<Hello>(command) && !greeted_) {
        throw LineError("hello comes first");
    }
    if (nested) {
        return {{}, std::visit(Performer{*this}, command)};
    }
    if (caller_ == nullptr && is_of_caller(command)) {
        return {{}, Cannot{"create() returned NULL: there is no caller"}};
    }
    grant_ = &grant;
    const struct Guard {
        CallerHost& host;
        ~Guard() { host.grant_ = nullptr; }
    } guard{*this};
    return {{}, std::visit(Performer{*this}, command)};
}

/// create() may return NULL, "no usable endpoint": a result like others.
Result CallerHost::boot() {
    end();
    greeted_ = true;
    const CrashSite::Phase phase("create");
    caller_ = plugin_.create(&ffa_);
    return caller_ != nullptr ? Result(Ok{}) : Result(Failed{-1});
}

void CallerHost::end() {
    if (caller_ != nullptr) {
        const CrashSite::Phase phase("destroy");
        plugin_.destroy(std::exchange(caller_, nullptr));
    }
    shared_.clear();
    memories_.clear();
    greeted_ = false;
}

std::span<uint8_t> CallerHost::part(const Pages& pages, uint64_t offset, uint64_t length) {
    if (length > most_bytes || offset > pages.size || length > pages.size - offset) {
        throw LineError(
            fmt::format("{:x} bytes at {:x} are not in the {:x} bytes of that memory", length, offset, pages.size));
    }
    return {pages.base + offset, length};
}

int32_t CallerHost::partition_ids(void* ctx, const uint8_t protocol_uuid[16], uint16_t* ids, uint32_t capacity,
                                  uint32_t* count) {
    const Granted granted = (*from(ctx).grant_)(PartitionIds{uuid_from(protocol_uuid), capacity});
    if (const auto* list = std::get_if<Ids>(&granted)) {
        *count = static_cast<uint32_t>(std::min<size_t>(list->ids.size(), capacity));
        std::copy_n(list->ids.begin(), *count, ids);
    }
    return error_of(granted);
}

int32_t CallerHost::direct_request(void* ctx, uint16_t endpoint_id, const uint32_t request[5], uint32_t response[5]) {
    const Granted granted = (*from(ctx).grant_)(Send{endpoint_id, Registers::from(request)});
    if (const auto* answer = std::get_if<Response>(&granted)) {
        std::ranges::copy(answer->words.words, response);
    }
    return error_of(granted);
}

int32_t CallerHost::mem_share(void* ctx, uint16_t endpoint_id, void* base, uint64_t size, uint64_t* handle) {
    const Granted granted = (*from(ctx).grant_)(FfaShare{endpoint_id, address(base), size});
    if (const auto* shared = std::get_if<Shared>(&granted)) {
        from(ctx).shared_[shared->handle] = {static_cast<uint8_t*>(base), size};
        *handle = shared->handle;
    }
    return error_of(granted);
}

int32_t CallerHost::mem_reclaim(void* ctx, uint64_t handle) {
    const Granted granted = (*from(ctx).grant_)(FfaReclaim{handle});
    if (std::holds_alternative<Ok>(granted)) {
        from(ctx).shared_.erase(handle);
    }
    return error_of(granted);
}

} // namespace tsrpc::conformance
