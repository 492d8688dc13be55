// SPDX-License-Identifier: BSD-3-Clause
//
// Defects of a caller's memory.
#include "conformance/defects/caller_helpers.hpp"

#include <cstdlib>
#include <cstring>
#include <utility>

namespace tsrpc::conformance {
namespace {

const CallerDefect defects[] = {
    {.name = "allocates nothing",
     .test = "sharing.allocates",
     .alloc = [](C&, uint32_t, uint64_t, uint32_t*, void**, uint64_t*) { return 12; }},
    {.name = "gives memory id 0",
     .test = "sharing.outputs",
     .alloc =
         [](C& c, uint32_t session, uint64_t size, uint32_t* memory, void** base, uint64_t* actual_size) {
             const int32_t result = c.alloc(session, size, memory, base, actual_size);
             *memory = 0;
             return result;
         }},
    {.name = "says success and gives no address",
     .test = "sharing.outputs",
     .alloc =
         [](C& c, uint32_t session, uint64_t size, uint32_t* memory, void** base, uint64_t* actual_size) {
             const int32_t result = c.alloc(session, size, memory, base, actual_size);
             *base = nullptr;
             return result;
         }},
    {.name = "gives less than was asked for",
     .test = "sharing.outputs",
     .alloc =
         [](C& c, uint32_t session, uint64_t size, uint32_t* memory, void** base, uint64_t* actual_size) {
             const int32_t result = c.alloc(session, size, memory, base, actual_size);
             *actual_size = size / 2;
             return result;
         }},
    {.name = "gives one byte less than was asked for",
     .test = "sharing.outputs",
     .alloc =
         [](C& c, uint32_t session, uint64_t size, uint32_t* memory, void** base, uint64_t* actual_size) {
             const int32_t result = c.alloc(session, size, memory, base, actual_size);
             *actual_size = size > 1 ? size - 1 : size;
             return result;
         }},
    {.name = "gives memory that overlaps the last",
     .test = "sharing.distinct",
     .alloc =
         [](C& c, uint32_t session, uint64_t size, uint32_t* memory, void** base, uint64_t* actual_size) {
             const int32_t result = c.alloc(session, size, memory, base, actual_size);
             if (result == 0 && c.last_base != nullptr) {
                 *base = static_cast<char*>(c.last_base) + 64;
             } else if (result == 0) {
                 c.last_base = *base;
             }
             return result;
         }},
    {.name = "gives the same memory again",
     .test = "sharing.distinct",
     .alloc =
         [](C& c, uint32_t session, uint64_t size, uint32_t* memory, void** base, uint64_t* actual_size) {
             if (c.last_base != nullptr && size <= c.last_size) {
                 *memory = c.last_memory;
                 *base = c.last_base;
                 *actual_size = c.last_size;
                 return 0;
             }
             const int32_t result = c.alloc(session, size, memory, base, actual_size);
             if (result == 0) {
                 c.last_memory = *memory;
                 c.last_base = *base;
                 c.last_size = *actual_size;
             }
             return result;
         },
     .free = [](C& c, uint32_t memory) { return c.last_base = nullptr, c.free(memory); }},
    {.name = "shares what was asked for, not whole pages",
     .test = "sharing.whole_pages",
     .share = [](C& c, uint16_t endpoint, void* base, uint64_t size,
                 uint64_t* handle) { return c.share(endpoint, base, size - 1, handle); }},
    {.name = "shares from behind a header",
     .test = "sharing.whole_pages",
     .share = [](C& c, uint16_t endpoint, void* base, uint64_t size,
                 uint64_t* handle) { return c.share(endpoint, static_cast<char*>(base) + 64, size, handle); }},
    {.name = "shares its pages twice",
     .test = "sharing.once",
     .share =
         [](C& c, uint16_t endpoint, void* base, uint64_t size, uint64_t* handle) {
             const int32_t result = c.share(endpoint, base, size, handle);
             uint64_t again = 0;
             c.share(endpoint, base, size, &again);
             return result;
         }},
    {.name = "shares pages that the user does not see",
     .test = "sharing.payload",
     .share =
         [](C& c, uint16_t endpoint, void*, uint64_t size, uint64_t* handle) {
             void* const other = std::aligned_alloc(TSRPC_PAGE_SIZE, size); // which is never freed
             std::memset(other, 0, size);
             return c.share(endpoint, other, size, handle);
         }},
    {.name = "changes the first byte of each request",
     .test = "sharing.payload",
     .alloc =
         [](C& c, uint32_t session, uint64_t size, uint32_t* memory, void** base, uint64_t* actual_size) {
             const int32_t result = c.alloc(session, size, memory, base, actual_size);
             c.last_base = result == 0 ? *base : c.last_base;
             return result;
         },
     .invoke =
         [](C& c, uint32_t session, uint16_t opcode, uint32_t memory, uint32_t length, uint32_t* status,
            uint32_t* response_length) {
             if (memory != 0 && length > 0) {
                 static_cast<uint8_t*>(c.last_base)[0] ^= 0x20;
             }
             return c.invoke(session, opcode, memory, length, status, response_length);
         }},
    {.name = "clears the memory before the response is read",
     .test = "sharing.payload",
     .alloc =
         [](C& c, uint32_t session, uint64_t size, uint32_t* memory, void** base, uint64_t* actual_size) {
             const int32_t result = c.alloc(session, size, memory, base, actual_size);
             c.last_base = result == 0 ? *base : c.last_base;
             return result;
         },
     .invoke =
         [](C& c, uint32_t session, uint16_t opcode, uint32_t memory, uint32_t length, uint32_t* status,
            uint32_t* response_length) {
             const int32_t result = c.invoke(session, opcode, memory, length, status, response_length);
             if (memory != 0 && result == 0) {
                 std::memset(c.last_base, 0, *response_length);
             }
             return result;
         }},
    {.name = "shares all memory with the first endpoint",
     .test = "sharing.endpoint",
     .share = [](C& c, uint16_t, void* base, uint64_t size,
                 uint64_t* handle) { return c.share(0x8001, base, size, handle); }},
    {.name = "has the second endpoint relinquish all memory",
     .test = "sharing.endpoint",
     .request = [](C&, uint16_t& endpoint,
                   Registers& r) { endpoint = is(r, Message::relinquish_mem) ? uint16_t{0x8002} : endpoint; }},
    {.name = "uses memory with every endpoint",
     .test = "sharing.endpoint",
     .request =
         [](C& c, uint16_t&, Registers& r) {
             if (c.tripped && is_doorbell(r)) {
                 set_handle(r, c.handles.begin()->first);
                 r.words[W6] = 1;
             }
         },
     .invoke =
         [](C& c, uint32_t session, uint16_t opcode, uint32_t memory, uint32_t length, uint32_t* status,
            uint32_t* response_length) {
             const int32_t result = c.invoke(session, opcode, memory, length, status, response_length);
             c.tripped = result != 0 && memory != 0 && length == 1 && !c.handles.empty();
             const int32_t again = c.tripped ? c.invoke(session, opcode, 0, 0, status, response_length) : result;
             c.tripped = false;
             return again;
         }},
    {.name = "lets freed memory be used", .test = "sharing.freed", .free = [](C&, uint32_t) { return 0; }},
    {.name = "takes freeing what was freed for done",
     .test = "sharing.freed",
     .free = [](C& c, uint32_t memory) { return c.free(memory), 0; }},
    {.name = "allocates a page if it cannot have more",
     .test = "sharing.sizes",
     .alloc =
         [](C& c, uint32_t session, uint64_t size, uint32_t* memory, void** base, uint64_t* actual_size) {
             return c.alloc(session, size >> 48 != 0 ? 1 : size, memory, base, actual_size);
         }},
    {.name = "takes 32 bits of sizes",
     .test = "sharing.sizes",
     .alloc =
         [](C& c, uint32_t session, uint64_t size, uint32_t* memory, void** base, uint64_t* actual_size) {
             return c.alloc(session, static_cast<uint32_t>(size), memory, base, actual_size);
         }},
    {.name = "allocates 0 bytes",
     .test = "sharing.sizes",
     .alloc = [](C& c, uint32_t session, uint64_t size, uint32_t* memory, void** base,
                 uint64_t* actual_size) { return c.alloc(session, size == 0 ? 1 : size, memory, base, actual_size); }},
    {.name = "reclaims half the handle",
     .test = "sharing.reclaim_handle",
     .reclaim = [](C& c, uint64_t handle) { return c.reclaim(handle & 0xffffffff); }},
    {.name = "reclaims twice",
     .test = "sharing.reclaim_handle",
     .reclaim =
         [](C& c, uint64_t handle) {
             const int32_t result = c.reclaim(handle);
             c.reclaim(handle);
             return result;
         }},
    {.name = "reclaims before it has the endpoint relinquish",
     .test = "sharing.reclaim_after_relinquish",
     .request =
         [](C& c, uint16_t&, Registers& r) {
             if (is(r, Message::relinquish_mem)) {
                 c.reclaim(handle_of(r));
             }
         }},
    {.name = "reclaims though the endpoint refuses to relinquish",
     .test = "sharing.reclaim_after_relinquish",
     .response = [](C&, const Registers& q, Registers& r,
                    int32_t&) { r.words[W4] = is(q, Message::relinquish_mem) ? 0 : r[W4]; }},
    {.name = "reclaims though RELINQ_MEM was not delivered",
     .test = "sharing.reclaim_after_relinquish",
     .response =
         [](C&, const Registers& q, Registers& r, int32_t& result) {
             if (is(q, Message::relinquish_mem) && result != 0) {
                 result = 0;
                 r = {{q[W3], 0, 0, 0, 0}};
             }
         }},
    {.name = "takes RELINQ_MEM for done that it sends again after an FF-A error",
     .test = "sharing.reclaim_after_relinquish",
     .request = [](C& c, uint16_t& endpoint, Registers&) { c.last_endpoint = endpoint; },
     .response =
         [](C& c, const Registers& q, Registers& r, int32_t& result) {
             if (is(q, Message::relinquish_mem) && result != 0) {
                 result = c.send(c.last_endpoint, q, r);
                 r.words[W4] = result == 0 ? 0 : r[W4];
             }
         }},
    {.name = "hands out pages again that the endpoint did not give back",
     .test = "sharing.refused_stays_out",
     .alloc =
         [](C& c, uint32_t session, uint64_t size, uint32_t* memory, void** base, uint64_t* actual_size) {
             if (c.tripped) {
                 *memory = 0x10000 + ++c.count;
                 *base = c.last_base;
                 *actual_size = c.last_size;
                 c.tripped = false;
                 return 0;
             }
             const int32_t result = c.alloc(session, size, memory, base, actual_size);
             if (result == 0) {
                 c.last_base = *base;
                 c.last_size = *actual_size;
             }
             return result;
         },
     .free =
         [](C& c, uint32_t memory) {
             const int32_t result = c.free(memory);
             c.tripped = result != 0;
             return result;
         }},
    {.name = "frees the pages that the endpoint did not give back",
     .test = "sharing.refused_stays_out",
     .share =
         [](C& c, uint16_t endpoint, void*, uint64_t size, uint64_t* handle) { // its own, which it looks after
             void* const pages = std::aligned_alloc(TSRPC_PAGE_SIZE, size);
             std::memset(pages, 0, size);
             const int32_t result = c.share(endpoint, pages, size, handle);
             c.last_base = result == 0 ? pages : c.last_base;
             return result;
         },
     .free =
         [](C& c, uint32_t memory) {
             const int32_t result = c.free(memory);
             std::free(std::exchange(c.last_base, nullptr));
             return result;
         }},
    {.name = "leaves memory shared that the endpoint refused",
     .test = "sharing.reclaim_after_failure",
     .reclaim = [](C& c, uint64_t handle) { return c.tripped ? 0 : c.reclaim(handle); },
     .alloc =
         [](C& c, uint32_t session, uint64_t size, uint32_t* memory, void** base, uint64_t* actual_size) {
             c.tripped = true;
             const int32_t result = c.alloc(session, size, memory, base, actual_size);
             c.tripped = false;
             return result;
         }},
    {.name = "gives back one memory when it ends",
     .test = "cleanup.destroy",
     .reclaim = [](C& c, uint64_t handle) { return c.count++ > 0 ? 0 : c.reclaim(handle); }},
    {.name = "closes its sessions when it ends only if none is open",
     .test = "cleanup.destroy",
     .open =
         [](C& c, uint16_t endpoint, const uint8_t service[16], uint32_t* session) {
             const int32_t result = c.open(endpoint, service, session);
             c.count += result == 0;
             return result;
         },
     .close =
         [](C& c, uint32_t session) {
             const int32_t result = c.close(session);
             c.count -= result == 0;
             return result;
         },
     .destroy =
         [](C& c) {
             if (c.count == 0) {
                 c.destroy();
             }
         }},
    {.name = "leaves all memory shared when it ends",
     .test = "cleanup.destroy",
     .reclaim = [](C&, uint64_t) { return 0; }},
    {.name = "allocates 5,000 memories",
     .test = "wear.memories",
     .alloc =
         [](C& c, uint32_t session, uint64_t size, uint32_t* memory, void** base, uint64_t* actual_size) {
             return ++c.count > 5000 ? 12 : c.alloc(session, size, memory, base, actual_size);
         }},
    {.name = "stands 1,000 errors",
     .test = "wear.errors",
     .response =
         [](C& c, const Registers& q, Registers& r, int32_t& result) {
             c.count += is(q, Message::retrieve_mem) && is_error(r);
             result = c.count > 1000 && is_call(q) ? TSRPC_FFA_NO_MEMORY : result;
         }},
    {.name = "keeps a memory's handle in the memory",
     .test = "lies.memory",
     .request =
         [](C& c, uint16_t&, Registers& r) {
             if (is(r, Message::relinquish_mem) && c.last_base != nullptr && handle_of(r) == c.last_handle) {
                 uint64_t handle = 0;
                 std::memcpy(&handle, static_cast<char*>(c.last_base) + c.last_size - sizeof handle, sizeof handle);
                 set_handle(r, handle);
             }
         },
     .share =
         [](C& c, uint16_t endpoint, void* base, uint64_t size, uint64_t* handle) {
             const int32_t result = c.share(endpoint, base, size, handle);
             c.last_handle = result == 0 ? *handle : c.last_handle;
             return result;
         },
     .alloc =
         [](C& c, uint32_t session, uint64_t size, uint32_t* memory, void** base, uint64_t* actual_size) {
             const int32_t result = c.alloc(session, size, memory, base, actual_size);
             if (result == 0) {
                 c.last_base = *base;
                 c.last_size = *actual_size;
                 std::memcpy(static_cast<char*>(*base) + *actual_size - sizeof c.last_handle, &c.last_handle,
                             sizeof c.last_handle);
             }
             return result;
         }},
};

} // namespace

std::span<const CallerDefect> caller_memory_defects() { return defects; }

} // namespace tsrpc::conformance
