// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/targets/printed.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace tsrpc::conformance {
namespace {

ssize_t print(const Printed& printed, const std::string& text) {
    return write(*printed.descriptor(), text.data(), text.size());
}

TEST(Printed, IsTakenOnce) {
    Printed printed;
    EXPECT_EQ(printed.take(), "");
    print(printed, "a long line\n");
    EXPECT_EQ(printed.take(), "a long line\n");
    print(printed, "one");
    print(printed, "two");
    EXPECT_EQ(printed.take(), "onetwo");
    EXPECT_EQ(printed.take(), "");
}

TEST(Printed, IsThatOfAllWhoInherit) {
    Printed printed;
    print(printed, "before, ");
    const pid_t child = fork();
    if (child == 0) {
        dup2(*printed.descriptor(), STDERR_FILENO);
        _exit(write(STDERR_FILENO, "in a child, ", 12) == 12 ? 0 : 1);
    }
    int status = 1;
    waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
    print(printed, "after");
    EXPECT_EQ(printed.take(), "before, in a child, after");
}

TEST(Printed, IsNoMoreThanIsKept) {
    Printed printed;
    const std::string page(4096, 'x');
    for (size_t i = 0; i < Printed::capacity / page.size(); ++i) {
        ASSERT_EQ(print(printed, page), static_cast<ssize_t>(page.size()));
    }
    EXPECT_EQ(print(printed, page), -1);
    EXPECT_EQ(errno, EPERM);
    EXPECT_NE(ftruncate(*printed.descriptor(), 0), 0);
    const std::string text = printed.take();
    EXPECT_EQ(text.substr(0, 4), "xxxx");
    EXPECT_EQ(text.substr(Printed::capacity), "\n(what came after it is not kept)\n");
    print(printed, "again");
    EXPECT_EQ(printed.take(), "again");
}

TEST(Printed, IsNotKeptWhereFilesMustBeSmall) {
    const pid_t child = fork();
    if (child == 0) {
        const rlimit small = {1024, 1024};
        setrlimit(RLIMIT_FSIZE, &small);
        Printed printed;
        _exit(!printed.descriptor() && printed.take().empty() ? 0 : 1);
    }
    int status = 1;
    waitpid(child, &status, 0);
    EXPECT_EQ(status, 0);
}

} // namespace
} // namespace tsrpc::conformance
