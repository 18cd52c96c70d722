[assembly: AssemblyFixture(typeof(FakeAws))]
