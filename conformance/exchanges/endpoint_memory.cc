// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/exchanges/endpoint_script.hpp"
#include "tsrpc/plugin.h"

#include <initializer_list>

namespace tsrpc::conformance {
namespace {

constexpr uint64_t handle = 0xfedcba98'76543210;
constexpr uint16_t echo = TSRPC_TEST_SERVICE_ECHO;

constexpr int32_t ffa_errors[] = {TSRPC_FFA_NOT_SUPPORTED, TSRPC_FFA_INVALID_PARAMETERS,
                                  TSRPC_FFA_NO_MEMORY,     TSRPC_FFA_BUSY,
                                  TSRPC_FFA_INTERRUPTED,   TSRPC_FFA_DENIED,
                                  TSRPC_FFA_RETRY,         TSRPC_FFA_ABORTED};

void retrieves(std::vector<Json>& scripts) {
    EndpointScript typical("memory-typical", "Memory is retrieved, used, relinquished, and retrieved again.",
                           {"Retrieve", "Relinquish", "Sender"});
    typical.find_services();
    for (const uint16_t sender : std::initializer_list<uint16_t>{1, 1, 0, 0x8000, 0x8002, 0xfffe}) {
        typical.hold(sender, handle);
        typical.write(handle, {0x11, 0x22, 0x33});
        typical.call(sender, Hosted::test, echo, handle, 3);
        typical.release(sender, handle);
    }
    scripts.push_back(typical.json());

    EndpointScript tags("memory-tags", "The SPMC is asked with the request's tag, all 64 bits of it.", {"Tag"});
    uint64_t next_handle = 1;
    for (const uint64_t tag :
         {0x1ull, 0x80000000ull, 0x1'00000000ull, 0x80000000'00000000ull, 0x0badcafe'5eed1234ull}) {
        tags.share(1, next_handle, 1, tag);
        tags.retrieve(1, next_handle, tag);
        tags.release(1, next_handle++);
    }
    tags.find_services();
    tags.share(1, next_handle, 1, ~0ull);
    tags.retrieve(1, next_handle, ~0ull);
    tags.call(1, Hosted::test, echo, next_handle, 4);
    tags.release(1, next_handle++);
    tags.share(1, next_handle, 1, 7);
    tags.retrieve(1, next_handle, 8); // which the SPMC refuses
    tags.retrieve(1, next_handle, 7);
    tags.release(1, next_handle);
    scripts.push_back(tags.json());

    EndpointScript any("memory-any-handle", "A handle may be any number but the invalid one.", {"HandleBits"});
    any.find_services();
    for (const uint64_t one : {0ull, 1ull, 0xffffffffull, 0xffffffff'00000000ull, 0x80000000'00000000ull,
                               0xffffffff'fffffffeull, 0x7fffffff'ffffffffull}) {
        any.hold(1, one);
        any.write(one, {9, 8, 7, 6, 5});
        any.call(1, Hosted::test, echo, one, 5);
        any.release(1, one);
    }
    scripts.push_back(any.json());
}

void refusals(std::vector<Json>& scripts) {
    EndpointScript retrieve("memory-retrieve-refused",
                            "The SPMC refuses to retrieve; the memory can be retrieved when it does not.",
                            {"SpmcRefusal", "Retrieve"});
    retrieve.find_services();
    retrieve.share(1, handle);
    for (const int32_t error : ffa_errors) {
        retrieve.refuse(error);
        retrieve.retrieve(1, handle);
        retrieve.call(1, Hosted::test, echo, handle, 1);
    }
    retrieve.retrieve(1, handle);
    retrieve.write(handle, {0xaa});
    retrieve.call(1, Hosted::test, echo, handle, 1);
    retrieve.release(1, handle);
    scripts.push_back(retrieve.json());

    EndpointScript slots("memory-refused-takes-no-slot", "However many retrieves are refused, there is room for one.",
                         {"SpmcRefusal", "Retrieve"});
    for (uint64_t i = 0; i < 40; ++i) {
        slots.retrieve(1, handle + i); // nothing is shared under that handle
    }
    slots.hold(1, handle);
    slots.release(1, handle);
    scripts.push_back(slots.json());

    EndpointScript relinquish("memory-relinquish-refused",
                              "The SPMC refuses to relinquish; the memory is as it was, and is relinquished later.",
                              {"SpmcRefusal", "Relinquish"});
    relinquish.find_services();
    relinquish.hold(1, handle);
    for (const int32_t error : ffa_errors) {
        relinquish.refuse(error);
        relinquish.relinquish(1, handle);
        relinquish.write(handle, {1, 2, 3, 4, 5, 6, 7, 8});
        relinquish.call(1, Hosted::test, echo, handle, 8);
    }
    relinquish.relinquish(1, handle);
    relinquish.call(1, Hosted::test, echo, handle, 8);
    scripts.push_back(relinquish.json());
}

void relinquishes(std::vector<Json>& scripts) {
    EndpointScript unknown("memory-relinquish-unknown", "What was never retrieved cannot be relinquished.",
                           {"Relinquish", "Order"});
    unknown.relinquish(1, handle);
    unknown.share(1, handle);
    unknown.relinquish(1, handle);
    unknown.retrieve(1, handle);
    unknown.relinquish(1, handle);
    unknown.relinquish(1, handle);
    unknown.retrieve(1, handle);
    unknown.relinquish(1, handle);
    scripts.push_back(unknown.json());

    EndpointScript bits("memory-handle-bits", "A held handle with any one bit changed is not held.", {"HandleBits"});
    bits.find_services();
    bits.hold(1, handle);
    for (unsigned bit = 0; bit < 64; ++bit) {
        bits.relinquish(1, handle ^ uint64_t{1} << bit);
        bits.call(1, Hosted::test, echo, handle ^ uint64_t{1} << bit, 0);
    }
    bits.write(handle, {1, 2, 3});
    bits.call(1, Hosted::test, echo, handle, 3);
    bits.release(1, handle);
    scripts.push_back(bits.json());

    EndpointScript halves("memory-handle-halves", "Handles that share a half, and one with its halves swapped, differ.",
                          {"HandleBits", "Contents"});
    halves.find_services();
    constexpr uint64_t handles[] = {0x00000001'00000007, 0x00000002'00000007, 0x00000007'00000001};
    uint8_t byte = 0x10;
    for (const uint64_t one : handles) {
        halves.hold(1, one);
        halves.write(one, {byte, 1, 2, 3});
        halves.call(1, Hosted::test, echo, one, 2);
        byte = static_cast<uint8_t>(byte + 0x10);
    }
    for (const uint64_t one : handles) {
        halves.call(1, Hosted::test, echo, one, 4);
    }
    halves.release(1, handles[1]);
    halves.call(1, Hosted::test, echo, handles[1], 4);
    halves.call(1, Hosted::test, echo, handles[0], 4);
    halves.call(1, Hosted::test, echo, handles[2], 4);
    halves.release(1, handles[0]);
    halves.release(1, handles[2]);
    scripts.push_back(halves.json());
}

void sizes(std::vector<Json>& scripts) {
    EndpointScript script("memory-sizes", "Each region has its own size, also one shared anew under the same handle.",
                          {"Length"});
    script.find_services();
    for (const uint64_t pages : {1u, 4u, 2u, 1u, 17u}) {
        script.hold(1, handle, pages);
        const auto size = static_cast<uint32_t>(pages * TSRPC_PAGE_SIZE);
        script.call(1, Hosted::test, echo, handle, size);
        script.call(1, Hosted::test, echo, handle, size + 1);
        script.call(1, Hosted::test, TSRPC_TEST_SERVICE_NOP, handle, size - 1);
        script.release(1, handle);
    }
    script.hold(1, 1, 2);
    script.hold(1, 2, 1);
    script.call(1, Hosted::test, echo, 1, 2 * TSRPC_PAGE_SIZE);
    script.call(1, Hosted::test, echo, 2, 2 * TSRPC_PAGE_SIZE);
    script.call(1, Hosted::test, echo, 2, TSRPC_PAGE_SIZE);
    script.release(1, 1);
    script.release(1, 2);
    scripts.push_back(script.json());
}

} // namespace

void add_memory_scripts(std::vector<Json>& scripts) {
    retrieves(scripts);
    refusals(scripts);
    relinquishes(scripts);
    sizes(scripts);
}

} // namespace tsrpc::conformance
