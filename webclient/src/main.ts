import { mount } from 'svelte';
import './app.css';
import App from './App.svelte';
import { addresses } from './lib/connection';
import { mopidyAt, Player } from './lib/player.svelte';
import { Session } from './lib/session.svelte';
import { texts } from './lib/texts';

const target = document.querySelector('#app');
if (target === null) throw new Error('index.html has no element #app to put the page into');

document.documentElement.lang = texts.language;
const { socket, history, cameras, player: mopidy } = addresses(location.href);
const get = async (address: string): Promise<string> => {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
  return answer.text();
};
const session = new Session(socket, { fetchHistory: () => get(history), findCameras: () => get(cameras) });
const player = new Player(location.href, mopidyAt(mopidy));
mount(App, { target, props: { session, player } });
session.start();
player.start();
addEventListener('online', () => session.retryNow());
