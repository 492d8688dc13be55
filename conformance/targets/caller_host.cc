// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/targets/caller_host.hpp"

#include "conformance/protocol/words.hpp"
#include "conformance/targets/crash_site.hpp"
#include "conformance/targets/withheld_pages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <type_traits>
#include <utility>

namespace tsrpc::conformance {
namespace {

uint64_t address(const void* pointer) { return reinterpret_cast<uintptr_t>(pointer); }

/// What no output holds before it is written.
constexpr uint32_t unwritten = 0xa5a5a5a5;
constexpr uint64_t unwritten_wide = 0xa5a5a5a5'5a5a5a5a;

/// In a function of the plugin. Only those that free memory may write to what was not given back.
struct InPlugin {
    enum class Frees : bool { no, yes };

    explicit InPlugin(const char* function, Frees frees)
        : phase(function), guarded(withheld_pages().guard(frees == Frees::no)) {}
    ~InPlugin() { withheld_pages().guard(guarded); }
    InPlugin(const InPlugin&) = delete;
    InPlugin& operator=(const InPlugin&) = delete;

    CrashSite::Phase phase;
    bool guarded;
};

/// For what the endpoints and the user write.
struct Unguarded {
    Unguarded() : guarded(withheld_pages().guard(false)) {}
    ~Unguarded() { withheld_pages().guard(guarded); }
    Unguarded(const Unguarded&) = delete;
    Unguarded& operator=(const Unguarded&) = delete;

    bool guarded;
};

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

/// What a function returned that has no outputs.
Result done(int32_t error) { return error == 0 ? Result(Ok{}) : Result(Failed{error}); }

/// What a grant says in place of what was asked for.
int32_t error_of(const Granted& granted) {
    const auto* const error = std::get_if<FfaError>(&granted);
    return error == nullptr ? 0 : error->code;
}

} // namespace

CallerHost::CallerHost(const tsrpc_caller_plugin& plugin) : plugin_(plugin) {
    for (Instance& instance : instances_) {
        instance = {
            this,
            {TSRPC_PLUGIN_ABI_VERSION, own_id, &instance, partition_ids, direct_request, mem_share, mem_reclaim},
            nullptr,
            {}};
    }
}

CallerHost::~CallerHost() {
    const Grant refuse = [](const Ask&) -> Granted { return FfaError{TSRPC_FFA_ABORTED}; };
    grant_ = &refuse; // nobody is there to grant anything
    end_all();
    grant_ = nullptr;
}

struct CallerHost::Performer {
    CallerHost& host;

    const tsrpc_caller_plugin& plugin() const { return host.plugin_; }
    void* caller() const { return host.selected_->caller; }

    Result operator()(const Open& c) const {
        const InPlugin call("open_session", InPlugin::Frees::no);
        uint32_t session = unwritten;
        const int32_t error = plugin().open_session(caller(), c.endpoint, c.service.bytes, &session);
        return error == 0 ? Result(Opened{session}) : Result(Failed{error, session != unwritten});
    }
    Result operator()(const Close& c) const {
        const InPlugin call("close_session", InPlugin::Frees::yes);
        return done(plugin().close_session(caller(), c.session));
    }
    Result operator()(const Alloc& c) const {
        const InPlugin call("alloc_memory", InPlugin::Frees::no);
        void* const unwritten_base = reinterpret_cast<void*>(static_cast<uintptr_t>(unwritten_wide));
        uint32_t memory = unwritten;
        void* base = unwritten_base;
        uint64_t size = unwritten_wide;
        const int32_t error = plugin().alloc_memory(caller(), c.session, c.size, &memory, &base, &size);
        if (error != 0) {
            return Failed{error, memory != unwritten || base != unwritten_base || size != unwritten_wide};
        }
        memory = memory == unwritten ? 0 : memory;
        base = base == unwritten_base ? nullptr : base;
        size = size == unwritten_wide ? 0 : size;
        host.selected_->memories[memory] = {static_cast<uint8_t*>(base), base == nullptr ? 0 : size};
        return Allocated{memory, address(base), size};
    }
    Result operator()(const Free& c) const {
        const InPlugin call("free_memory", InPlugin::Frees::yes);
        host.selected_->memories.erase(c.memory);
        return done(plugin().free_memory(caller(), c.memory));
    }
    Result operator()(const Invoke& c) const {
        const InPlugin call("invoke", InPlugin::Frees::no);
        Invoked out = {unwritten, ~unwritten};
        const int32_t error = plugin().invoke(caller(), c.session, c.opcode, c.memory, c.request_length,
                                              &out.service_status, &out.response_length);
        return error == 0 ? Result(out) : Result(Failed{error, out != Invoked{unwritten, ~unwritten}});
    }
    Result operator()(const Load& c) const {
        const std::span<uint8_t> bytes = part(host.selected_->memories[c.memory], c.offset, c.length);
        return Bytes{{bytes.begin(), bytes.end()}};
    }
    Result operator()(const Store& c) const {
        const Unguarded unguarded;
        std::ranges::copy(c.bytes, part(host.selected_->memories[c.memory], c.offset, c.bytes.size()).begin());
        return Ok{};
    }
    Result operator()(const Read& c) const {
        const std::span<uint8_t> bytes = part(host.shared_[c.handle], c.offset, c.length);
        return Bytes{{bytes.begin(), bytes.end()}};
    }
    Result operator()(const Write& c) const {
        const Unguarded unguarded;
        std::ranges::copy(c.bytes, part(host.shared_[c.handle], c.offset, c.bytes.size()).begin());
        return Ok{};
    }
    Result operator()(const Hello& c) const {
        if (c.version != target_protocol_version) {
            throw LineError(fmt::format("version {:x}", target_protocol_version));
        }
        host.end_all();
        host.selected_ = host.instances_.data();
        Result created = host.boot();
        if (!std::holds_alternative<Ok>(created)) {
            return created;
        }
        Greeting greeting;
        greeting.version = target_protocol_version;
        greeting.role = TargetRole::caller;
        greeting.own_id = own_id;
        greeting.has_memory = greeting.can_reset = true;
        greeting.callers = most_callers;
        greeting.name = printable(plugin().name ? plugin().name : "unnamed");
        return greeting;
    }
    Result operator()(const Reset&) const { return host.boot(); }
    Result operator()(const Bye&) const {
        host.end(*host.selected_);
        host.greeted_ = std::ranges::any_of(host.instances_, &Instance::caller);
        return Ok{};
    }
    Result operator()(const Select& c) const {
        if (c.caller >= most_callers) {
            return Cannot{fmt::format("{} callers can live at once", most_callers)};
        }
        host.selected_ = &host.instances_[c.caller];
        return caller() != nullptr ? Result(Ok{}) : host.boot();
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
        throw LineError("only read and write are allowed while an ask is open");
    }
    if (!std::holds_alternative<Hello>(command) && !greeted_) {
        throw LineError("hello comes first");
    }
    if (nested) {
        return {{}, std::visit(Performer{*this}, command)};
    }
    if (selected_->caller == nullptr && is_of_caller(command)) {
        return {{}, Cannot{"create() returned NULL: there is no caller"}};
    }
    grant_ = &grant;
    const struct Guard {
        CallerHost& host;
        ~Guard() { host.grant_ = nullptr; }
    } guard{*this};
    Reply reply = {{}, std::visit(Performer{*this}, command)};
    if (std::exchange(crossed_, false)) {
        throw TargetLost(TargetLost::How::crashed, "the caller called a function of another caller's tsrpc_ffa");
    }
    if (const auto freed = withheld_pages().take_freed()) {
        throw TargetLost(TargetLost::How::crashed,
                         fmt::format("the caller freed the memory shared as 0x{:016x}, which the endpoint or FF-A did "
                                     "not give back",
                                     *freed));
    }
    return reply;
}

/// create() may return NULL, "no usable endpoint": a result like others.
Result CallerHost::boot() {
    end(*selected_);
    greeted_ = true;
    const InPlugin call("create", InPlugin::Frees::no);
    selected_->caller = plugin_.create(&selected_->ffa);
    return done(selected_->caller != nullptr ? 0 : -1);
}

void CallerHost::end(Instance& instance) {
    if (instance.caller != nullptr) {
        selected_ = &instance;
        const InPlugin call("destroy", InPlugin::Frees::yes);
        plugin_.destroy(std::exchange(instance.caller, nullptr));
    }
    instance.memories.clear();
}

void CallerHost::end_all() {
    for (Instance& instance : instances_) {
        end(instance);
    }
    shared_.clear();
}

/// Of memory that an endpoint or FF-A did not give back.
void CallerHost::withhold(uint64_t handle) const {
    const auto found = shared_.find(handle);
    if (found != shared_.end()) {
        withheld_pages().withhold(handle, found->second.base, found->second.size);
    }
}

std::span<uint8_t> CallerHost::part(const Pages& pages, uint64_t offset, uint64_t length) {
    if (length > most_bytes || offset > pages.size || length > pages.size - offset) {
        throw LineError(
            fmt::format("{:x} bytes at {:x} are not in the {:x} bytes of that memory", length, offset, pages.size));
    }
    return {pages.base + offset, length};
}

Granted CallerHost::grant(const Instance& instance, const Ask& ask) {
    CallerHost& host = *instance.host;
    if (host.grant_ == nullptr || &instance != host.selected_) {
        host.crossed_ = true;
        return FfaError{TSRPC_FFA_DENIED};
    }
    return (*host.grant_)(ask);
}

int32_t CallerHost::partition_ids(void* ctx, const uint8_t protocol_uuid[16], uint16_t* ids, uint32_t capacity,
                                  uint32_t* count) {
    const Granted granted = grant(from(ctx), PartitionIds{uuid_from(protocol_uuid), capacity});
    if (const auto* list = std::get_if<Ids>(&granted)) {
        *count = static_cast<uint32_t>(std::min<size_t>(list->ids.size(), capacity));
        std::copy_n(list->ids.begin(), *count, ids);
    }
    return error_of(granted);
}

int32_t CallerHost::direct_request(void* ctx, uint16_t endpoint_id, const uint32_t request[5], uint32_t response[5]) {
    const Registers words = Registers::from(request);
    const Granted granted = grant(from(ctx), Send{endpoint_id, words});
    const auto* const answer = std::get_if<Response>(&granted);
    if (classify(words) == Message::relinquish_mem && (answer == nullptr || answer->words[W4] != TSRPC_RPC_SUCCESS)) {
        from(ctx).host->withhold(field_value(layouts::relinquish_mem_request, Field::memory_handle, words));
    }
    if (answer != nullptr) {
        std::ranges::copy(answer->words.words, response);
    }
    return error_of(granted);
}

int32_t CallerHost::mem_share(void* ctx, uint16_t endpoint_id, void* base, uint64_t size, uint64_t* handle) {
    const Granted granted = grant(from(ctx), FfaShare{endpoint_id, address(base), size});
    if (const auto* shared = std::get_if<Shared>(&granted)) {
        from(ctx).host->shared_[shared->handle] = {static_cast<uint8_t*>(base), size};
        *handle = shared->handle;
    }
    return error_of(granted);
}

int32_t CallerHost::mem_reclaim(void* ctx, uint64_t handle) {
    const Granted granted = grant(from(ctx), FfaReclaim{handle});
    if (std::holds_alternative<Ok>(granted)) {
        withheld_pages().give_back(from(ctx).host->shared_[handle].base);
        from(ctx).host->shared_.erase(handle);
    } else {
        from(ctx).host->withhold(handle);
    }
    return error_of(granted);
}

} // namespace tsrpc::conformance
