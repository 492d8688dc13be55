// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/reference/shared_memory.hpp"

#include <sys/mman.h>
#include <unistd.h>

namespace tsrpc {
namespace {

class File {
  public:
    explicit File(uint64_t size) : descriptor_{memfd_create("tsrpc-shared-memory", MFD_CLOEXEC)} {
        sized_ = descriptor_ >= 0 && ftruncate(descriptor_, static_cast<off_t>(size)) == 0;
    }
    ~File() {
        if (descriptor_ >= 0) {
            close(descriptor_);
        }
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;

    explicit operator bool() const { return sized_; }
    int descriptor() const { return descriptor_; }

  private:
    int descriptor_;
    bool sized_;
};

} // namespace

void SharedMemory::Unmap::operator()(void* base) const { munmap(base, length); }

SharedMemory::Mapping SharedMemory::map(size_t length, int protection, int flags, int file) {
    void* const base = mmap(nullptr, length, protection, flags, file, 0);
    return {base == MAP_FAILED ? nullptr : base, Unmap{length}};
}

std::optional<SharedMemory> SharedMemory::create(uint64_t size) {
    const File file{size};
    if (!file) {
        return std::nullopt;
    }
    SharedMemory memory;
    memory.owner_mapping_ = map(size, PROT_READ | PROT_WRITE, MAP_SHARED, file.descriptor());
    memory.borrower_mapping_ =
        map(size + 2 * guard_size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, /*file=*/-1);
    if (!memory.owner_mapping_ || !memory.borrower_mapping_) {
        return std::nullopt;
    }
    memory.owner_ = {static_cast<uint8_t*>(memory.owner_mapping_.get()), size};
    memory.borrower_ = {static_cast<uint8_t*>(memory.borrower_mapping_.get()) + guard_size, size};
    if (mmap(memory.borrower_.data(), size, PROT_NONE, MAP_SHARED | MAP_FIXED, file.descriptor(), 0) == MAP_FAILED) {
        return std::nullopt;
    }
    return memory;
}

bool SharedMemory::set_borrower_access(bool allowed) {
    if (!borrower_mapping_) {
        return true;
    }
    return mprotect(borrower_.data(), borrower_.size(), allowed ? PROT_READ | PROT_WRITE : PROT_NONE) == 0;
}

} // namespace tsrpc
