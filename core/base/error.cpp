// SPDX-License-Identifier: Apache-2.0
#include "core/base/error.h"

#include <filesystem>
#include <new>
#include <utility>

namespace nidus {

Error::Error(std::string code, const std::string& sentence, std::string caseId)
    : std::runtime_error(sentence), m_code(std::move(code)), m_caseId(std::move(caseId)) {}

// Out of line, so that every module of the process shares one type information for catching it.
Error::~Error() = default;

const char* severityName(Severity severity) noexcept {
    switch (severity) {
    case Severity::Info:
        return "info";
    case Severity::Warning:
        return "warning";
    case Severity::Blocker:
        return "blocker";
    }
    return "info";
}

Severity severityFromName(const std::string& name) {
    for (const Severity severity : {Severity::Info, Severity::Warning, Severity::Blocker})
        if (name == severityName(severity))
            return severity;
    throw Error("BAS-001", "\"" + name + "\" is not a severity; known are info, warning and blocker.");
}

Error asError(const std::exception_ptr& exception) {
    try {
        std::rethrow_exception(exception);
    } catch (const Error& error) {
        return error;
    } catch (const std::bad_alloc&) {
        return {"BAS-901", "There is not enough memory for this step. Close other programs or use smaller images."};
    } catch (const std::filesystem::filesystem_error& error) {
        return {"BAS-902", error.path1().string() + ": " + error.code().message() + "."};
    } catch (const std::exception& error) {
        return {"BAS-900", std::string("An unexpected fault: ") + error.what()};
    } catch (...) {
        return {"BAS-900", "An unexpected fault of unknown kind."};
    }
}

} // namespace nidus
