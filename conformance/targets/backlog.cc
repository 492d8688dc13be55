// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/targets/backlog.hpp"

#include <algorithm>
#include <cerrno>
#include <new>
#include <sys/mman.h>
#include <system_error>

namespace tsrpc::conformance {

Backlog::Backlog() {
    void* const memory = mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) {
        throw std::system_error(errno, std::generic_category(), "mmap");
    }
    shared_ = new (memory) Shared;
}

Backlog::~Backlog() { munmap(shared_, sizeof(Shared)); }

void Backlog::keep(uint64_t said, std::string_view unsent) {
    const std::string_view fresh =
        unsent.substr(unsent.size() - std::min<uint64_t>(said - shared_->said, unsent.size()));
    if (fresh.size() <= capacity) {
        const size_t begin = (said - fresh.size()) % capacity;
        const size_t to_end = std::min(fresh.size(), capacity - begin);
        std::ranges::copy(fresh.substr(0, to_end), shared_->bytes + begin);
        std::ranges::copy(fresh.substr(to_end), shared_->bytes);
    }
    shared_->said = said;
}

void Backlog::append(std::string_view line) {
    uint64_t at = shared_->said;
    for (const char c : line) {
        shared_->bytes[at++ % capacity] = c;
    }
    shared_->bytes[at++ % capacity] = '\n';
    shared_->said = at;
}

std::string Backlog::after(uint64_t count) const {
    const uint64_t end = said();
    std::string bytes;
    if (count < end && end - count <= capacity) {
        for (uint64_t at = count; at < end; ++at) {
            bytes += shared_->bytes[at % capacity];
        }
    }
    return bytes;
}

} // namespace tsrpc::conformance
