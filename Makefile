# The front door. `make demo` shows the product at work on real ZFS, `make test` proves it; both install what they need.
SHELL := /bin/bash
MVN   := mvn -B -ntp
.DEFAULT_GOAL := help
.PHONY: help setup demo ui-dev test fast bench soak lab-up lab-down package

help: ## Show the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 18

setup: ## Install what the other targets need (asks the system's package registries only)
	@lab/setup

package: setup ## Build the server into plugin-server/target/dist
	@lab/build-server

lab-up: setup ## Start two OpenZFS machines and a vCenter simulator on 127.0.0.1
	@lab/lab up

lab-down: ## Stop them
	@lab/lab down

demo: setup ## Do the product's main job on real ZFS and stay up (DEMO_EXIT=1: end after it)
	@lab/demo

ui-dev: setup ## The pages with live reload, in a stand-in for the vSphere Client, against the lab
	@lab/ui-dev

test: setup lab-up ## Run all tests: unit, database, SSH, lab, browser
	@lab/setup browser
	lab/vcenter/check
	$(MVN) verify -DexcludedGroups=none -Dtest.forks=2

fast: ## Format, compile, unit tests (no lab); under 90 s warm
	$(MVN) -q -Dspotless.goal=apply -Djacoco.skip -Dtest.forks=2 -Dmaven.test.redirectTestOutputToFile=true test

bench: package lab-up ## Measure against syncoid, one native stream and the bare pipe; writes target/bench.json
	@lab/bench/run

soak: package lab-up ## Work for SOAK_MINUTES (30) while everything breaks at random; at the end all must be equal
	@lab/soak/run
