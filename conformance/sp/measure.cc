// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/sp/measure.hpp"

namespace tsrpc::conformance {

Measure::Measure(Test& test)
    : test_(test), one_(test.target().senders.empty() ? uint16_t{1} : test.target().senders.front()),
      other_(test.target().senders.empty() ? uint16_t{2} : test.target().senders.back()) {}

const Result& Measure::say(const Command& command) {
    test_.say({&command, 1}, [](const Said&, size_t) {});
    return test_.trace().back().reply->result;
}

Registers Measure::request(uint16_t sender, const Registers& words) {
    const auto* const response = std::get_if<Response>(&say(Call{sender, words}));
    if (response == nullptr) {
        throw std::runtime_error("the target answers a call without a response");
    }
    return response->words;
}

std::optional<uint64_t> Measure::retrieve(uint16_t owner, uint64_t pages) {
    const std::optional<uint64_t> wanted =
        target().takes_handles ? std::optional(0x5eed'0000'0000'0000 + ++handles_ * 0x1'0000'0001) : std::nullopt;
    const Result& result = say(Share{owner, pages * TSRPC_PAGE_SIZE, 0, wanted});
    const auto* const shared = std::get_if<Shared>(&result);
    if (shared == nullptr) {
        return std::nullopt;
    }
    const Shared now = *shared;
    const Registers retrieving = pack(RetrieveMemRequest{MemoryHandle{now.handle}, MemoryTag{0}});
    if (!now.retrieved && request(owner, retrieving)[W4] != TSRPC_RPC_SUCCESS) {
        say(Reclaim{owner, now.handle});
        return std::nullopt;
    }
    held_.push_back({owner, now.handle});
    return now.handle;
}

size_t Measure::fill(uint16_t owner, size_t most) {
    size_t count = 0;
    while (count < most && retrieve(owner, 1)) {
        ++count;
    }
    return count;
}

void Measure::give_back() {
    for (const Held& held : held_) {
        if (target().any_words) {
            say(Call{held.owner, pack(RelinquishMemRequest{MemoryHandle{held.handle}})});
        }
        say(Reclaim{held.owner, held.handle});
    }
    held_.clear();
}

} // namespace tsrpc::conformance
