// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/services.h"
#include "ui/wizard/new_project_model.h"

#include <QDialog>

#include <filesystem>
#include <vector>

class QPushButton;

namespace nidus::ui {

struct Dialogs;
class MessageArea;
class Preferences;

/// More scans for a project that is there: found and chosen as in the wizard's first step. What is dropped on it is
/// looked through.
class AddScansDialog final : public QDialog {
    Q_OBJECT

public:
    AddScansDialog(const Services& services, Preferences& preferences, const Dialogs& dialogs,
                   std::filesystem::path project, QWidget* parent = nullptr);

    void addScans(const QStringList& paths);
    /// After it was accepted: what import had to say.
    [[nodiscard]] const std::vector<Problem>& problems() const { return m_problems; }

    void done(int result) override;

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void showState();

    std::filesystem::path m_project;
    NewProjectModel m_model;
    std::vector<Problem> m_problems;
    QPushButton* m_add = nullptr;
    MessageArea* m_messages;
    bool m_isClosing = false; ///< as soon as what runs has ended
};

} // namespace nidus::ui
