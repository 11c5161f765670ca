// SPDX-License-Identifier: Apache-2.0
#include "app/cli/classifier_inputs.h"

#include "core/project/import.h"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace nidus::cli {
namespace {

/// "ID=A,B": one case with its channels.
PredictInput channelsOf(const std::string& text, SeriesReader& reader, const JobControl& control) {
    const auto equals = text.find('=');
    if (equals == std::string::npos || equals == 0)
        throw Error("CLF-006", "--case wants ID=FILE[,FILE...], but was \"" + text + "\".");
    PredictInput input{text.substr(0, equals), {}};
    for (std::size_t from = equals + 1; from <= text.size();) {
        const auto to = std::min(text.find(',', from), text.size());
        input.channels.push_back(seriesAt(text.substr(from, to - from), reader, control).source);
        from = to + 1;
    }
    return input;
}

} // namespace

void addInputOptions(CLI::App& command, InputArguments& arguments) {
    command.add_option("input", arguments.inputs, "files or folders: each series found is one case");
    command.add_option("--case", arguments.cases, "ID=A,B: a case with several channels; may be repeated")
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    auto* table = command.add_option("--table", arguments.table,
                                     "a table (CSV or .xlsx) with the columns case,image[,image_1...]");
    command.add_option("--sheet", arguments.sheet, "sheet of the workbook (default: the first with cells)")
        ->needs(table);
    command.add_option("--root", arguments.root, "where the paths of the table count from");
}

std::vector<PredictInput> gathered(const InputArguments& arguments, SeriesReader& reader, std::vector<Problem>& refused,
                                   const JobControl& control) {
    if (arguments.inputs.empty() && arguments.cases.empty() && arguments.table.empty())
        throw Error("CLF-006", "There is no case: name files or folders, a --case or a --table.");
    std::vector<PredictInput> inputs;
    if (!arguments.inputs.empty())
        inputs = findInputs(arguments.inputs, reader, refused, control);
    for (const std::string& text : arguments.cases) {
        try {
            inputs.push_back(channelsOf(text, reader, control));
        } catch (const Error& error) {
            refused.push_back({error.code(), Severity::Blocker, error.what(), text.substr(0, text.find('='))});
        }
    }
    if (!arguments.table.empty()) {
        ImportOptions options;
        options.sheet = arguments.sheet;
        const TableCases table = readCaseTable(arguments.table, arguments.root, reader, control, options);
        for (const Case& c : table.cases)
            inputs.push_back({c.id, c.channels});
        for (const Problem& problem : table.problems)
            if (problem.code != "LBL-001") // labels are what is asked for
                refused.push_back(problem);
    }
    return inputs;
}

} // namespace nidus::cli
