#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Tries the templates of packaging/slurm with the distribution's Slurm: one node, two tasks, daemons of its own that end
# with it. Not part of the tests: it installs Slurm and needs root. The weights must be those of one process.
#
#   scripts/try-slurm.sh [build/release/bin/nidus-cli]
set -euo pipefail
cd "$(dirname "$0")/.."
PATH=$(dirname "$(realpath "${1:-build/release/bin/nidus-cli}")"):$PATH

packages=(munge slurmctld slurmd slurm-client)
dpkg -s "${packages[@]}" >/dev/null 2>&1 || {
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
}

work=$(mktemp -d)
chmod 755 "$work"
daemons=()
cleanup() {
    kill "${daemons[@]}" 2>/dev/null || true
    wait
    rm -rf "$work"
}
trap cleanup EXIT
mkdir "$work/state" "$work/spool"
export SLURM_CONF=$work/slurm.conf
cat >"$SLURM_CONF" <<CONF
ClusterName=trial
SlurmctldHost=$(hostname -s)
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$work/munge.socket
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
SlurmctldPort=26817
SlurmdPort=26818
NodeName=$(hostname -s) CPUs=2
PartitionName=all Nodes=ALL Default=YES State=UP
CONF
head -c 1024 /dev/urandom >"$work/munge.key"
chmod 600 "$work/munge.key"
munged --force --foreground --socket="$work/munge.socket" --key-file="$work/munge.key" --pid-file="$work/munge.pid" \
    --seed-file="$work/munge.seed" 2>"$work/munge.log" &
daemons+=($!)
until [ -S "$work/munge.socket" ]; do sleep 0.2; done
slurmctld -D >"$work/slurmctld.log" 2>&1 &
daemons+=($!)
slurmd -D >"$work/slurmd.log" 2>&1 &
daemons+=($!)
timeout 60 bash -c 'until sinfo -h -o %t 2>/dev/null | grep -q idle; do sleep 0.5; done'

study=$work/study.nidus
echo '{"preset": "balanced", "phases": [{"open_stages": 2, "epochs": 2}], "batch": 1, "accumulation": 2, "folds": 2, "inner_folds": 2, "keep": "finetuned"}' \
    >"$work/recipe.json"
{
    nidus-cli phantom --out "$work/scans" --cases 12
    nidus-cli init "$study"
    nidus-cli import --project "$study" --table "$work/scans/labels.csv" --root "$work/scans"
    nidus-cli model --project "$study" resources/demo/model
    NIDUS_THREADS=1 nidus-cli train --project "$study" --recipe "$work/recipe.json" --run alone
    NIDUS_THREADS=1 nidus-cli train --project "$study" --recipe "$work/recipe.json" --run folds --freeze
} >/dev/null 2>&1
submit() {
    sbatch --wait --quiet --output="$work/job-%j-%a.log" --ntasks-per-node="$1" --nodes=1 --cpus-per-task=1 "${@:2}" ||
        { cat "$work"/job-*.log; exit 1; }
}
submit 2 packaging/slurm/train-ranks.sbatch "$study" --recipe "$work/recipe.json" --run ranks
submit 1 --array=0-1 packaging/slurm/train-folds.sbatch "$study" folds
nidus-cli collect --project "$study" --run folds >/dev/null
for run in alone ranks folds; do
    nidus-cli evaluate --project "$study" --run "$run" --json |
        python3 -c "import json, sys; print(json.load(sys.stdin)['weights_sha256'], '$run')"
done | tee "$work/weights"
[ "$(cut -d' ' -f1 "$work/weights" | sort -u | wc -l)" = 1 ] || { echo "The weights differ."; exit 1; }
echo "Slurm: ranks and folds have the weights of one process"
