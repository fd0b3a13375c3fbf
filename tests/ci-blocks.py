#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-only
"""
ci-blocks.py FILE JOB DIRECTORY: what a job of a GitHub workflow or of GitLab's CI file does, for a shell.

DIRECTORY gets a file for each step, NN.run with a script or NN.uses with an action and its inputs, one "key=value" a line (lines of
a value are joined by blanks); NN.always beside those that are done whatever went before; and env, "KEY=value" lines. Of expressions
only "vars.X || 'default'" and "vars.X" are known: X is looked up in the environment.
"""
import os
import re
import sys

import yaml


def expand(text):
    def value(match):
        return os.environ.get(match.group(1)) or match.group(3) or ""

    return re.sub(r"\$\{\{ vars\.(\w+)( \|\| '([^']*)')? \}\}", value, str(text))


def write(directory, name, text):
    with open(os.path.join(directory, name), "w", encoding="utf-8") as file:
        file.write(text)


def github(job, directory):
    write(directory, "env", "".join(f"{key}={expand(value)}\n" for key, value in job.get("env", {}).items()))
    for number, step in enumerate(job["steps"], 1):
        if "run" in step:
            write(directory, f"{number:02}.run", step["run"])
        else:
            inputs = "".join(f"{key}={' '.join(expand(value).split())}\n" for key, value in step.get("with", {}).items())
            write(directory, f"{number:02}.uses", f"{step['uses']}\n{inputs}")
        if "always()" in step.get("if", ""):
            write(directory, f"{number:02}.always", "")


def gitlab(document, name, directory):
    job = dict(document[name])
    for key, value in document.get(job.get("extends"), {}).items():
        job.setdefault(key, value)
    variables = {**document.get("variables", {}), **job.get("variables", {})}
    write(directory, "env", "".join(f"{key}={value}\n" for key, value in variables.items()))
    # One shell for both, as the runner has it.
    write(directory, "01.run", "\n".join(job.get("before_script", []) + job["script"]) + "\n")


def main():
    path, name, directory = sys.argv[1:]
    with open(path, encoding="utf-8") as file:
        document = yaml.safe_load(file)
    if "jobs" in document:
        github(document["jobs"][name], directory)
    else:
        gitlab(document, name, directory)


main()
