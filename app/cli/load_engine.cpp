// SPDX-License-Identifier: Apache-2.0
#include "app/cli/load_engine.h"

#include <iostream>

namespace nidus::cli {

std::shared_ptr<ComputeEngine> loadEngine() {
    return loadComputeEngine([](const Problem& problem) {
        std::cerr << problem.code << ' ' << severityName(problem.severity) << ": " << problem.text << '\n';
    });
}

} // namespace nidus::cli
