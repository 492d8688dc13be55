// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_TARGETS_CALLER_HOST_HPP
#define TSRPC_CONFORMANCE_TARGETS_CALLER_HOST_HPP

#include "conformance/protocol/command.hpp"
#include "conformance/protocol/link.hpp"
#include "conformance/protocol/reply.hpp"
#include "tsrpc/plugin.h"

#include <array>
#include <map>
#include <span>

namespace tsrpc::conformance {

/// The target's side for a caller plugin: hosts callers, performs commands, and hands on what the callers ask their
/// FF-A drivers for.
class CallerHost {
  public:
    static constexpr uint16_t own_id = 0x0001;
    static constexpr size_t most_callers = 2;

    explicit CallerHost(const tsrpc_caller_plugin& plugin);
    CallerHost(const CallerHost&) = delete;
    CallerHost& operator=(const CallerHost&) = delete;
    ~CallerHost();

    /// Throws LineError for a command that is not a caller's, comes before Hello, or names memory that is not there;
    /// TargetLost for a caller that asks what it was not given. While it works on a command, `grant` may have it
    /// perform Read and Write.
    Reply perform(const Command& command, const Grant& grant);

  private:
    struct Performer;
    struct Pages {
        uint8_t* base;
        uint64_t size;
    };
    /// A caller, which may not be there, with its FF-A driver.
    struct Instance {
        CallerHost* host;
        tsrpc_ffa ffa;
        void* caller;
        std::map<uint32_t, Pages> memories; ///< by the caller's id
    };

    static Instance& from(void* ctx) { return *static_cast<Instance*>(ctx); }
    static int32_t partition_ids(void* ctx, const uint8_t protocol_uuid[16], uint16_t* ids, uint32_t capacity,
                                 uint32_t* count);
    static int32_t direct_request(void* ctx, uint16_t endpoint_id, const uint32_t request[5], uint32_t response[5]);
    static int32_t mem_share(void* ctx, uint16_t endpoint_id, void* base, uint64_t size, uint64_t* handle);
    static int32_t mem_reclaim(void* ctx, uint64_t handle);
    static Granted grant(const Instance& instance, const Ask& ask);

    Result boot();
    void end(Instance& instance);
    void end_all();
    void withhold(uint64_t handle) const;
    static std::span<uint8_t> part(const Pages& pages, uint64_t offset, uint64_t length);

    const tsrpc_caller_plugin& plugin_;
    std::array<Instance, most_callers> instances_;
    Instance* selected_ = instances_.data();
    bool greeted_ = false;
    bool crossed_ = false;             ///< a caller has used another's tsrpc_ffa
    const Grant* grant_ = nullptr;     ///< of the command at hand
    std::map<uint64_t, Pages> shared_; ///< by handle
};

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_TARGETS_CALLER_HOST_HPP
