// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace nidus::ui {

class RecentProjects;

/// Where the program starts: make or open a project, or go and classify scans, which needs none.
class HomePage final : public QWidget {
    Q_OBJECT

public:
    explicit HomePage(RecentProjects& projects, QWidget* parent = nullptr);

Q_SIGNALS:
    void newRequested();
    void openRequested();
    void projectChosen(const QString& folder);
    void locateWanted(const QString& folder); ///< a recent project that is not there
    void classifyRequested();
    void sampleRequested();

private:
    void buildRecent();
    void showRecent();

    RecentProjects& m_projects;
    QWidget* m_recent;
    QWidget* m_below; ///< room in place of the list
};

} // namespace nidus::ui
