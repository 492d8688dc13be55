// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/sp/slots.hpp"

#include <fmt/format.h>

namespace tsrpc::conformance {

std::vector<Memory> fill_slots(Run& run, uint16_t owner, size_t most) {
    std::vector<Memory> regions;
    while (regions.size() < most) {
        const Memory memory = run.share(owner);
        if (run.retrieve(owner, memory.handle, memory.tag) != RpcStatus::success) {
            const int32_t result = run.target().reclaim(owner, memory.handle);
            run.require(result == 0, "exhaustion.refused_cleanly",
                        fmt::format("FFA_MEM_RECLAIM of memory whose RETRIEVE_MEM was refused: FF-A error {}", result));
            break;
        }
        regions.push_back(memory);
    }
    return regions;
}

size_t count_slots(Run& run) {
    run.reset();
    const size_t slots = fill_slots(run, caller_a).size();
    run.require(slots > 0, "memory.retrieve", "the first RETRIEVE_MEM is not answered with SUCCESS");
    return slots;
}

} // namespace tsrpc::conformance
