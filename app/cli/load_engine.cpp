// SPDX-License-Identifier: Apache-2.0
#include "app/cli/load_engine.h"

#include "app/cli/problem_line.h"

#include <iostream>

namespace nidus::cli {

std::shared_ptr<ComputeEngine> loadEngine() {
    return loadComputeEngine([](const Problem& problem) { std::cerr << lineOf(problem) << '\n'; });
}

} // namespace nidus::cli
