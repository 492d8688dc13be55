// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/exchanges/caller_script.hpp"

#include "conformance/sp/services.hpp"
#include "tsrpc/plugin.h"

#include <initializer_list>

namespace tsrpc::conformance {
namespace {

constexpr uint16_t first = 0x8001;
constexpr uint16_t second = 0x8002;

/// What no caller sends again of its own accord.
constexpr int32_t ffa_errors[] = {TSRPC_FFA_NOT_SUPPORTED, TSRPC_FFA_INVALID_PARAMETERS,
                                  TSRPC_FFA_NO_MEMORY,     TSRPC_FFA_INTERRUPTED,
                                  TSRPC_FFA_DENIED,        TSRPC_FFA_ABORTED};

Granted status(int32_t value) { return Response{{{0, static_cast<uint32_t>(value), 0, 0, 0}}}; }

CallerScript with_session(std::string id, std::string comment, std::vector<std::string> flags) {
    CallerScript script(std::move(id), std::move(comment), std::move(flags));
    script.create();
    script.open(1, first, test_service_uuid());
    return script;
}

void sizes_and_handles(std::vector<Json>& scripts) {
    CallerScript sizes =
        with_session("memory-sizes", "What is shared is whole pages, as many as it takes.", {"Sharing"});
    uint32_t memory = 1;
    for (const uint64_t size : {1u, 4095u, 4096u, 4097u, 8192u}) {
        sizes.alloc(memory, 1, size);
        sizes.invoke(1, 0x0001, memory, 1);
        sizes.free(memory++);
    }
    sizes.alloc(memory, 1, 0);
    sizes.destroy();
    scripts.push_back(sizes.json());

    CallerScript handles =
        with_session("memory-handles", "Handles of any value go over the wire whole, low half first.", {"Handle"});
    handles.world.handles = {0,
                             1,
                             0xffffffff,
                             0x1'00000000,
                             0x80000000'00000000,
                             0xffffffff'00000000,
                             0xfedcba98'76543210,
                             0x00000007'00000001,
                             0x00000001'00000007};
    handles.world.shares = 0;
    const auto count = static_cast<uint32_t>(handles.world.handles.size());
    for (memory = 1; memory <= count; ++memory) {
        handles.alloc(memory, 1, TSRPC_PAGE_SIZE);
        handles.invoke(1, 0x0001, memory, 3);
        if (memory % 2 == 1) {
            handles.free(memory);
        }
    }
    handles.destroy();
    scripts.push_back(handles.json());
}

void refusals(std::vector<Json>& scripts) {
    CallerScript share = with_session(
        "share-refused", "FFA_MEM_SHARE is refused: no memory, and nothing more is asked.", {"Sharing", "FfaError"});
    uint32_t memory = 1;
    for (const int32_t error : ffa_errors) {
        share.refuse_share(error);
        share.alloc(memory++, 1, TSRPC_PAGE_SIZE);
    }
    share.alloc(memory, 1, TSRPC_PAGE_SIZE);
    share.destroy();
    scripts.push_back(share.json());

    CallerScript retrieve = with_session("retrieve-refused", "RETRIEVE_MEM fails: the memory is reclaimed.",
                                         {"Sharing", "RpcStatus", "FfaError"});
    memory = 1;
    for (const int32_t one :
         std::initializer_list<int32_t>{-1, -2, -3, -4, -5, -6, -7, -8, -9, 1, 0x7fffffff, INT32_MIN}) {
        retrieve.answer(Message::retrieve_mem, status(one));
        retrieve.alloc(memory++, 1, TSRPC_PAGE_SIZE);
    }
    for (const int32_t error : ffa_errors) {
        retrieve.answer(Message::retrieve_mem, FfaError{error});
        retrieve.alloc(memory++, 1, TSRPC_PAGE_SIZE);
    }
    retrieve.alloc(memory, 1, TSRPC_PAGE_SIZE);
    retrieve.invoke(1, 0x0001, memory, 8);
    retrieve.destroy();
    scripts.push_back(retrieve.json());

    CallerScript relinquish =
        with_session("relinquish-refused", "RELINQ_MEM fails: the memory is not reclaimed, and free has failed.",
                     {"Sharing", "RpcStatus", "FfaError"});
    memory = 1;
    for (const int32_t one : std::initializer_list<int32_t>{-1, -3, -5, -8, -9, 1, INT32_MIN}) {
        relinquish.alloc(memory, 1, TSRPC_PAGE_SIZE);
        relinquish.answer(Message::relinquish_mem, status(one));
        relinquish.free(memory++);
    }
    for (const int32_t error : {TSRPC_FFA_DENIED, TSRPC_FFA_ABORTED}) {
        relinquish.alloc(memory, 1, TSRPC_PAGE_SIZE);
        relinquish.answer(Message::relinquish_mem, FfaError{error});
        relinquish.free(memory++);
    }
    relinquish.alloc(memory, 1, TSRPC_PAGE_SIZE);
    relinquish.free(memory);
    scripts.push_back(relinquish.json());

    CallerScript reclaim = with_session(
        "reclaim-refused", "FFA_MEM_RECLAIM is refused after the endpoint relinquished.", {"Sharing", "FfaError"});
    reclaim.alloc(1, 1, TSRPC_PAGE_SIZE);
    reclaim.refuse_reclaim(TSRPC_FFA_DENIED);
    reclaim.free(1);
    reclaim.alloc(2, 1, TSRPC_PAGE_SIZE);
    reclaim.invoke(1, 0x0001, 2, 5);
    reclaim.free(2);
    scripts.push_back(reclaim.json());
}

void misuse(std::vector<Json>& scripts) {
    CallerScript freed =
        with_session("freed-memory", "Freed memory is refused without a frame.", {"Sharing", "WithoutFrame"});
    freed.alloc(1, 1, TSRPC_PAGE_SIZE);
    freed.invoke(1, 0x0001, 1, 4);
    freed.free(1);
    freed.invoke(1, 0x0001, 1, 4);
    freed.free(1);
    freed.invoke(1, 0x0001);
    freed.destroy();
    scripts.push_back(freed.json());

    CallerScript other =
        with_session("other-endpoint", "Memory of one endpoint is refused, without a frame, for another.",
                     {"Sharing", "WithoutFrame", "Session"});
    other.open(2, second, test_service_uuid());
    other.alloc(1, 1, TSRPC_PAGE_SIZE);
    other.invoke(2, 0x0001, 1, 4);
    other.alloc(2, 2, TSRPC_PAGE_SIZE);
    other.invoke(1, 0x0001, 2, 4);
    other.invoke(1, 0x0001, 1, 4);
    other.invoke(2, 0x0001, 2, 4);
    other.destroy();
    scripts.push_back(other.json());

    CallerScript over =
        with_session("request-over-memory", "A request longer than any memory is refused without a frame.",
                     {"Length", "WithoutFrame"});
    over.alloc(1, 1, TSRPC_PAGE_SIZE);
    for (const uint32_t length : {0x7fffffffu, 0x80000000u, 0xfffff001u, 0xffffffffu}) {
        over.invoke(1, 0x0001, 1, length);
    }
    over.invoke(1, 0x0001, 1, TSRPC_PAGE_SIZE);
    over.destroy();
    scripts.push_back(over.json());
}

} // namespace

void add_sharing_scripts(std::vector<Json>& scripts) {
    sizes_and_handles(scripts);
    refusals(scripts);
    misuse(scripts);
}

} // namespace tsrpc::conformance
