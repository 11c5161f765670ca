// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs.h"

#include <QCoreApplication>
#include <QFileDialog>
#include <QFileInfo>

namespace nidus::ui {
namespace {

/// What is asked for in one kind of dialog.
class Asked {
    Q_DECLARE_TR_FUNCTIONS(nidus::ui::Dialogs)

public:
    static QString folder(QWidget* parent, const QString& title) {
        return QFileDialog::getExistingDirectory(parent, title);
    }
    static QString file(QWidget* parent, const QString& title, const QString& filter) {
        return QFileDialog::getOpenFileName(parent, title, {}, filter);
    }

    /// "pdf" in "Documents (*.pdf)".
    static QString endingIn(const QString& filter) { return filter.section(QStringLiteral("*."), 1).chopped(1); }

    static QString target(QWidget* parent, const QString& kind, const QString& name) {
        QString title = tr("Save the classifier"), filter = tr("Classifiers (*.nidusmodel)");
        if (kind == QLatin1String("csv")) {
            title = tr("Save the results");
            filter = tr("Tables (*.csv)");
        } else if (kind == QLatin1String("chart")) {
            title = tr("Save the chart");
            filter = tr("Pictures (*.png);;Vector graphics (*.svg);;Documents (*.pdf);;Tables (*.csv)");
        } else if (kind == QLatin1String("report")) {
            title = tr("Export the report");
            filter = tr("Documents (*.pdf);;Web pages (*.html)");
        } else if (kind == QLatin1String("nidus")) {
            title = tr("Where should the project be?");
            filter = tr("Projects (*.nidus)");
        }
        QString filterChosen;
        QString chosen = QFileDialog::getSaveFileName(parent, title, name, filter, &filterChosen);
        if (!chosen.isEmpty() && QFileInfo(chosen).suffix().isEmpty())
            chosen += QLatin1Char('.') + (filter.contains(QLatin1String(";;")) ? endingIn(filterChosen) : kind);
        return chosen;
    }

    static Dialogs all() {
        Dialogs dialogs;
        dialogs.chooseProject = [](QWidget* parent) {
            return folder(parent, tr("Open a project (a folder NAME.nidus)"));
        };
        dialogs.chooseClassifier = [](QWidget* parent) {
            return file(parent, tr("Choose a classifier"), tr("Classifiers (*.nidusmodel)"));
        };
        dialogs.chooseScans = [](QWidget* parent) { return QFileDialog::getOpenFileNames(parent, tr("Choose scans")); };
        dialogs.chooseScanFolder = [](QWidget* parent) { return folder(parent, tr("Choose a folder with scans")); };
        dialogs.chooseTable = [](QWidget* parent) {
            return file(parent, tr("Choose a table"), tr("Tables (*.csv *.tsv *.txt *.xlsx)"));
        };
        dialogs.chooseModel = [](QWidget* parent) {
            return file(parent, tr("Choose a pretrained model"), tr("Checkpoints and archives (*.pth *.pt *.zip)"));
        };
        dialogs.chooseModelFolder = [](QWidget* parent) {
            return folder(parent, tr("Choose a folder of nnU-Net's results"));
        };
        dialogs.chooseTorch = [](QWidget* parent) { return folder(parent, tr("Choose the folder of a LibTorch")); };
        dialogs.chooseTarget = target;
        return dialogs;
    }
};

} // namespace

Dialogs nativeDialogs() {
    return Asked::all();
}

} // namespace nidus::ui
