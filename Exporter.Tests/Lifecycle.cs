// Every test gets a fixture of its own: no state goes from one to the next.
[assembly: FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
